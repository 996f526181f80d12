import type { Mirror } from '@/lib/cluster/mirror'
import { createDiagnoser } from '@/lib/diagnosis/diagnoser'
import type { Finding, Findings } from '@/lib/kubernetes/finding'
import type { Change } from '@/lib/kubernetes/records'
import { isKnown } from '@/lib/kubernetes/state'
import { createTopologyIndex } from '@/lib/topology/topology-index'

/** One finding of a subject, `Service/web`. */
export interface Found {
  readonly namespace: string
  readonly subject: string
  readonly finding: Finding
}

export interface FindingsWatch {
  /** What every rule finds, so many milliseconds from now if nothing changes until then. */
  standing(later?: number): readonly Found[]
  /** What was found at some moment, and not yet given by a call of this, one for each subject and id. */
  takeRaised(): readonly Found[]
  /** The resources without which some rules could not be asked, of any namespace. */
  unread(): readonly string[]
  stop(): void
}

const LOOK_EVERY_MS = 1_000

/** Has every rule judge a mirror once a second, as the product does, by the API server's clock. */
export function watchFindings(mirror: Mirror): FindingsWatch {
  const topology = createTopologyIndex()
  const diagnoser = createDiagnoser({
    topology,
    isKnown: (resource, namespace) => isKnown(mirror.states(), resource, namespace),
    onFault(code, error) {
      throw new Error(`${code} failed`, { cause: error })
    },
  })
  const now = () => Date.parse(mirror.now())
  const apply = (changes: readonly Change[]) => diagnoser.apply(changes, topology.apply(changes), now())

  const raised = new Map<string, Found>()

  function look(later = 0) {
    for (const change of [...diagnoser.review(now() + later), ...diagnoser.judge(now() + later)]) {
      if (change.type === 'remove') continue
      for (const found of foundIn(change.record))
        raised.set(`${found.namespace} ${found.subject} ${found.finding.id}`, found)
    }
  }

  apply([...mirror.store.all()].map((record): Change => ({ type: 'put', record })))
  const end = mirror.store.subscribe(apply)
  const timer = setInterval(() => look(), LOOK_EVERY_MS)
  return {
    standing(later) {
      look(later)
      return [...diagnoser.all()].flatMap(foundIn)
    },
    takeRaised() {
      const taken = [...raised.values()]
      raised.clear()
      return taken
    },
    unread: () => [...new Set([...diagnoser.all()].flatMap(({ unread }) => unread))],
    stop() {
      clearInterval(timer)
      end()
    },
  }
}

function foundIn({ namespace, name, findings }: Findings): readonly Found[] {
  return findings.map((finding) => ({ namespace, subject: name, finding }))
}
