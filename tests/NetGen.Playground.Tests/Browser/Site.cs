using System.Diagnostics;
using System.Diagnostics.CodeAnalysis;
using System.Net;
using System.Net.Sockets;
using Microsoft.Playwright;

namespace Playground.Tests.Browser;

/// <summary>The page, served, and a browser that looks at it; one for all tests.</summary>
/// <remarks>It is the page that the build made. NETGEN_PLAYGROUND_SITE names a published folder to look at instead, which is served from a folder of the server.</remarks>
[SuppressMessage("Design", "CA1001", Justification = "DisposeAsync of IAsyncLifetime ends what it owns.")]
public sealed class Site : IAsyncLifetime
{
    private Process? _server;
    private HttpListener? _listener;
    private IPlaywright? _playwright;
    private IBrowser? _browser;
    private IBrowserContext? _context;

    /// <summary>Where the page is.</summary>
    public string Address { get; private set; } = "";

    public async Task InitializeAsync()
    {
        if (BrowserFactAttribute.Chromium is null)
            return;
        int port = FreePort();
        if (Environment.GetEnvironmentVariable("NETGEN_PLAYGROUND_SITE") is { Length: > 0 } folder)
        {
            Address = $"http://127.0.0.1:{port}/any/folder/";
            _listener = new HttpListener();
            _listener.Prefixes.Add($"http://127.0.0.1:{port}/");
            _listener.Start();
            _ = Serve(_listener, folder, "/any/folder/");
        }
        else
        {
            Address = $"http://127.0.0.1:{port}/";
            string project = Path.Combine(Root(), "samples", "Playground");
            _server = Process.Start(new ProcessStartInfo("dotnet", ["run", "-c", Configuration(), "--no-build", "--project", project, "--urls", Address]) { RedirectStandardOutput = true, RedirectStandardError = true })!;
            _server.OutputDataReceived += static (_, _) => { };
            _server.ErrorDataReceived += static (_, _) => { };
            _server.BeginOutputReadLine();
            _server.BeginErrorReadLine();
            await Answers(port);
        }

        _playwright = await Microsoft.Playwright.Playwright.CreateAsync();
        _browser = await _playwright.Chromium.LaunchAsync(new() { ExecutablePath = BrowserFactAttribute.Chromium, Args = ["--no-sandbox"] });
        _context = await NewContext(new());
    }

    public async Task DisposeAsync()
    {
        if (_browser is not null)
            await _browser.CloseAsync();
        _playwright?.Dispose();
        _server?.Kill(entireProcessTree: true);
        _listener?.Stop();
    }

    /// <summary>The page, loaded with settings; whatever it reports as an error fails the test at the end.</summary>
    public async Task<OpenPage> Open(string settings = "", BrowserNewContextOptions? options = null)
    {
        IPage page = await (options is null ? _context! : await NewContext(options)).NewPageAsync();
        OpenPage open = new(page, Address);
        await page.GotoAsync(Address + (settings.Length > 0 ? "#" + settings : ""));
        try
        {
            await page.WaitForSelectorAsync("#play", new() { Timeout = 60_000 });
        }
        catch (TimeoutException)
        {
            // On a busy machine one of many requests was lost once. A page that does not start fails the second time, too.
            await page.ReloadAsync();
            await page.WaitForSelectorAsync("#play");
        }

        return open;
    }

    private async Task<IBrowserContext> NewContext(BrowserNewContextOptions options)
    {
        IBrowserContext context = await _browser!.NewContextAsync(options);
        context.SetDefaultTimeout(180_000); // of a machine that is busy with other things
        return context;
    }

    private static string Root()
    {
        DirectoryInfo folder = new(AppContext.BaseDirectory);
        while (!File.Exists(Path.Combine(folder.FullName, "NetGen.sln")))
            folder = folder.Parent!;
        return folder.FullName;
    }

    // .../bin/Release/net10.0/
    private static string Configuration() => new DirectoryInfo(AppContext.BaseDirectory).Parent!.Name;

    private static int FreePort()
    {
        using TcpListener listener = new(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }

    private static async Task Answers(int port)
    {
        for (int attempt = 0; attempt < 600; attempt++)
        {
            try
            {
                using TcpClient client = new();
                await client.ConnectAsync(IPAddress.Loopback, port);
                return;
            }
            catch (SocketException)
            {
                await Task.Delay(100);
            }
        }

        throw new TimeoutException("The page was not served.");
    }

    /// <summary>A plain server of files, as anybody has one.</summary>
    private static async Task Serve(HttpListener listener, string folder, string prefix)
    {
        while (listener.IsListening)
        {
            HttpListenerContext context = await listener.GetContextAsync();
            string name = context.Request.Url!.AbsolutePath is var path && path.StartsWith(prefix, StringComparison.Ordinal) ? path[prefix.Length..] : "";
            string file = Path.Combine(folder, name.Length == 0 ? "index.html" : name);
            context.Response.StatusCode = File.Exists(file) ? 200 : 404;
            context.Response.ContentType = Path.GetExtension(file) switch
            {
                ".html" => "text/html",
                ".js" => "text/javascript",
                ".css" => "text/css",
                ".wasm" => "application/wasm",
                _ => "application/octet-stream",
            };
            if (File.Exists(file))
                await context.Response.OutputStream.WriteAsync(await File.ReadAllBytesAsync(file));
            context.Response.Close();
        }
    }
}

/// <summary>A page that is open.</summary>
public sealed class OpenPage : IAsyncDisposable
{
    private readonly List<string> _errors = [];

    public OpenPage(IPage page, string address)
    {
        Page = page;
        page.PageError += (_, error) => _errors.Add(error);
        page.Console += (_, message) => _errors.AddRange(message.Type == "error" ? [message.Text] : Array.Empty<string>());
        page.Request += (_, request) => _errors.AddRange(new Uri(request.Url) is { Scheme: "http" or "https" } uri && uri.Authority != new Uri(address).Authority ? [$"asked {uri}"] : Array.Empty<string>());
    }

    /// <summary>Playwright's page.</summary>
    public IPage Page { get; }

    /// <summary>The text of an element.</summary>
    public async Task<string> Text(string selector) => (await Page.TextContentAsync(selector))!.Trim();

    /// <summary>The number that an element begins with.</summary>
    public async Task<double> Number(string selector) => double.Parse((await Text(selector)).Split(' ')[0], System.Globalization.CultureInfo.InvariantCulture);

    /// <summary>Waits until a script's condition holds.</summary>
    public Task Until(string condition) => Page.WaitForFunctionAsync(condition);

    public async ValueTask DisposeAsync()
    {
        await Page.CloseAsync();
        Assert.Empty(_errors);
    }
}

/// <summary>The tests that share the site.</summary>
[CollectionDefinition(Name)]
public sealed class SiteCollection : ICollectionFixture<Site>
{
    public const string Name = "browser";
}
