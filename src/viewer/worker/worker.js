// The worker that paints. The page imports this file for its address, and the worker begins with it: it asks for the
// address of the page's own script and the compiled program, starts the program and lets it paint. The page's commands
// come after the program's first event, so no message is lost meanwhile. What fails is thrown, for the page to hear.
// WebKit runs this file again when the page's own script imports it: a worker begins once all the same.

export function worker_url() {
    return import.meta.url;
}

if (typeof window === "undefined" && !self.lockstepBegan) {
    self.lockstepBegan = true;
    self.onmessage = async ({ data: [script, program] }) => {
        self.onmessage = null;
        try {
            const page = await import(script);
            await page.default({ module_or_path: program });
            page.paint();
        } catch (why) {
            setTimeout(() => { throw why; });
        }
    };
    self.postMessage("loaded");
}
