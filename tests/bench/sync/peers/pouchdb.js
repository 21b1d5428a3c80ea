// PouchDB as a peer of the sync measurements: `node pouchdb.js FOLDER < edits`, FOLDER being where pouchdb-core,
// pouchdb-adapter-memory and pouchdb-replication are installed. Each line of the input is an edit: [id, {field: value}].
// One database is given all edits, another one then replicates it. Prints JSON: what passed between the two in bytes,
// and the seconds of processor that the replication took.
"use strict";
const { createRequire } = require("module");
const { join } = require("path");
const load = createRequire(join(process.argv[2], "package.json"));
const PouchDB = load("pouchdb-core").default || load("pouchdb-core");
for (const part of ["pouchdb-adapter-memory", "pouchdb-replication"]) {
  const plugin = load(part);
  PouchDB.plugin(plugin.default || plugin);
}

async function main() {
  const edits = require("fs").readFileSync(0, "utf8").trim().split("\n").map((line) => JSON.parse(line));
  const source = new PouchDB("source", { adapter: "memory" });
  const target = new PouchDB("target", { adapter: "memory" });
  const documents = new Map();
  for (const [id, fields] of edits) {
    const next = Object.assign({ _id: id }, documents.get(id), fields);
    const written = await source.put(next);
    next._rev = written.rev;
    documents.set(id, next);
  }
  let bytes = 0;
  const counted = (database, name) => {
    const asked = database[name].bind(database);
    database[name] = async (...given) => {
      const answer = await asked(...given);
      bytes += Buffer.byteLength(JSON.stringify(given[0])) + Buffer.byteLength(JSON.stringify(answer));
      return answer;
    };
  };
  counted(source, "bulkGet"); // asked for with all revisions' names, answered with the newest documents
  counted(target, "revsDiff");
  const before = process.cpuUsage();
  const done = await PouchDB.replicate(source, target, { batch_size: 500 });
  const spent = process.cpuUsage(before);
  const { doc_count: arrived } = await target.info();
  if (!done.ok || arrived !== documents.size) throw new Error(`${arrived} of ${documents.size} documents arrived`);
  process.stdout.write(JSON.stringify({ bytes, seconds: (spent.user + spent.system) / 1e6, records: arrived }));
}

main().catch((error) => {
  process.stderr.write(String(error.stack || error));
  process.exit(1);
});
