// A runtime of its own, with the compiler in it: the page goes on while it works, and ends it where it does not come back.
self.dotnetSidecar = true;

const ready = new Promise(resolve => {
    self.addEventListener("message", async function first({ data }) {
        if (!data.runtime) return;
        self.removeEventListener("message", first);
        resolve(begin(data));
    });
});

async function begin({ runtime }) {
    const { dotnet } = await import(runtime);
    const { getAssemblyExports, getConfig, INTERNAL } = await dotnet.create();
    for (const { virtualPath } of getConfig().resources.lazyAssembly) await INTERNAL.loadLazyAssembly(virtualPath);
    return (await getAssemblyExports("Playground.Page.dll")).Playground.Page.WorkerEntry;
}

self.addEventListener("message", async ({ data }) => {
    if (!data.call) return;
    try {
        const entry = await ready;
        self.postMessage({ id: data.id, answer: await entry.Handle(data.call, data.json) });
    } catch (error) {
        self.postMessage({ id: data.id, error: String(error?.message ?? error) });
    }
});
