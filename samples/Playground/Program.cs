using System.Runtime.InteropServices.JavaScript;
using Microsoft.AspNetCore.Components.WebAssembly.Hosting;
using Microsoft.Extensions.DependencyInjection;
using Playground.Page;

WebAssemblyHostBuilder builder = WebAssemblyHostBuilder.CreateDefault(args);
await JSHost.ImportAsync("page", "../page.js");
builder.Services.AddSingleton(Player.Current);
builder.RootComponents.Add<App>("#app");
WebAssemblyHost host = builder.Build();
await host.RunAsync();
