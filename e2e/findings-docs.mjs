// `node e2e/findings-docs.mjs`: makes every fault on the real control plane and writes docs/findings.md and its pictures
// from what the API answers and the pages show.
import { spawnSync } from 'node:child_process'
import { copyFileSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'

const root = dirname(dirname(fileURLToPath(import.meta.url)))
const pictures = join(root, 'docs', 'pictures', 'findings')
const sentences = join(root, 'messages', 'findings')

const families = {
  membership: 'Who should answer',
  readiness: 'Why a pod is not ready',
  ports: 'Ports and address families',
  integrity: 'EndpointSlices',
  exposure: 'Ways in',
  policy: 'NetworkPolicy',
  resilience: 'What could go wrong next',
  history: 'Over time',
}

/**
 * @typedef {object} Recorded what the test of the faults leaves of each, as `CODE.json` and `CODE.webp`
 * @property {string} code
 * @property {'error' | 'warning' | 'info'} severity
 * @property {string} message
 * @property {string} remedy
 */

/** @returns {Map<string, Recorded>} by code, in the order of the rules */
function record(/** @type {string} */ folder) {
  const { status } = spawnSync(process.execPath, ['e2e/cluster/test.mjs', 'cluster/faults.test.ts'], {
    cwd: root,
    env: { ...process.env, FINDINGS_RECORD: folder },
    stdio: 'inherit',
  })
  if (status !== 0) throw new Error('Not every fault was found; docs/findings.md stays as it was.')
  const order = JSON.parse(readFileSync(join(folder, 'order.json'), 'utf8'))
  return new Map(
    order.map((/** @type {string} */ code) => [code, JSON.parse(readFileSync(join(folder, `${code}.json`), 'utf8'))]),
  )
}

/** A sentence within a cell of a table. */
const cell = (/** @type {string} */ text) => text.replaceAll('|', '\\|').replaceAll('\n', ' ')

const marks = { error: '⬢ error', warning: '▲ warning', info: '● info' }

/** @param {Recorded} finding */
function row({ code, severity, message, remedy }) {
  const picture = `pictures/findings/${code}.webp`
  return `| <a id="${code}"></a>\`${code}\`<br>${marks[severity]} | **${cell(message)}** ${cell(remedy)} | [manifest](../e2e/cluster/faults/${code}.yaml) | [<img src="${picture}" width="240" alt="The page about ${code}">](${picture}) |`
}

/** @param {Map<string, Recorded>} recorded */
function page(recorded) {
  const sections = Object.entries(families).flatMap(([family, title]) => {
    const known = new Set(Object.keys(JSON.parse(readFileSync(join(sentences, `${family}.en.json`), 'utf8'))))
    const rows = [...recorded.values()].filter(({ code }) => known.has(code)).map(row)
    if (rows.length === 0) return []
    return [
      `## ${title}\n\n| finding | what the page says | made by | picture |\n|---|---|---|---|\n${rows.join('\n')}\n`,
    ]
  })
  return `# What is found

Every finding, as it was found on a real Kubernetes: the page's own words about a fault that the manifest beside it
makes. \`npm run cluster\` starts such a Kubernetes, \`npm run cluster -- kubectl apply -f MANIFEST\` makes the fault in a
namespace of its own, and its first lines say what to do besides and which Service to look at. ${recorded.size} rules;
this page and its pictures are written by \`node e2e/findings-docs.mjs\`.

⬢ error: somebody is not answered. ▲ warning: somebody will not be, when one more thing goes wrong. ● info: legal, and
worth knowing. What cannot be read is never taken for none: a rule that needs it is not asked, and the page says so.

${sections.join('\n')}`
}

const folder = mkdtempSync(join(tmpdir(), 'findings-'))
try {
  const recorded = record(folder)
  rmSync(pictures, { recursive: true, force: true })
  mkdirSync(pictures, { recursive: true })
  for (const name of readdirSync(folder).filter((file) => file.endsWith('.webp')))
    copyFileSync(join(folder, name), join(pictures, name))
  writeFileSync(join(root, 'docs', 'findings.md'), page(recorded))
} finally {
  rmSync(folder, { recursive: true, force: true })
}
