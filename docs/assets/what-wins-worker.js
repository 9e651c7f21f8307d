// Runs the package in the browser: Python and the wheels are files of this site.

const FOLDER = new URL("../python/", import.meta.url);

async function start() {
  const { loadPyodide } = await import(new URL("pyodide.mjs", FOLDER));
  const python = await loadPyodide({ indexURL: FOLDER.href });
  const { wheels } = await (await fetch(new URL("manifest.json", FOLDER))).json();
  const archives = await Promise.all(wheels.map(async (name) => (await fetch(new URL(name, FOLDER))).arrayBuffer()));
  for (const archive of archives) python.unpackArchive(archive, "wheel");
  const source = await (await fetch(new URL("what_wins.py", FOLDER))).text();
  python.FS.writeFile("what_wins.py", source);
  python.runPython("import sys, json; sys.path.insert(0, '.'); import what_wins");
  return python;
}

let started;

self.addEventListener("message", async ({ data }) => {
  try {
    started ??= start();
    const python = await started;
    python.globals.set("pasted", JSON.stringify(data));
    self.postMessage({ answer: JSON.parse(python.runPython("json.dumps(what_wins.answer(json.loads(pasted)))")) });
  } catch (error) {
    self.postMessage({ error: String(error.message ?? error).split("\n").filter(Boolean).at(-1) });
  }
});
