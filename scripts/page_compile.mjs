// Compiles an archive's modules with the very Python that will run them: page_compile.mjs RUNTIME_FOLDER IN.tar OUT.tar
// Without their sources, docstrings and assertions they start in a fraction of the time. The hash seed is fixed, so that the same sources give the same bytes.
import fs from "node:fs";
import path from "node:path";
import { pathToFileURL } from "node:url";

const [folder, source, target] = process.argv.slice(2).map((name) => path.resolve(name));
const { loadPyodide } = await import(pathToFileURL(path.join(folder, "pyodide.mjs")));
const python = await loadPyodide({ indexURL: folder + path.sep, env: { PYTHONHASHSEED: "0", HOME: "/home/pyodide" } });
python.FS.writeFile("/in.tar", new Uint8Array(fs.readFileSync(source)));
python.runPython(`
import io, marshal, importlib.util, tarfile

def compiled(name, content):
    code = compile(content, name, "exec", dont_inherit=True, optimize=2)
    return importlib.util.MAGIC_NUMBER + bytes(12) + marshal.dumps(code)

files = {}
with tarfile.open("/in.tar") as archive:
    for entry in archive:
        content = archive.extractfile(entry).read()
        try:
            name, content = (entry.name + "c", compiled(entry.name, content)) if entry.name.endswith(".py") else (entry.name, content)
        except SyntaxError:  # a module for another Python, that nobody imports
            continue
        files[name] = content
with tarfile.open("/out.tar", "w", format=tarfile.USTAR_FORMAT) as archive:
    for name in sorted(files, key=lambda name: (name.rpartition(".")[2], name)):
        entry = tarfile.TarInfo(name)
        entry.size, entry.mode = len(files[name]), 0o644
        archive.addfile(entry, io.BytesIO(files[name]))
`);
fs.writeFileSync(target, python.FS.readFile("/out.tar"));
