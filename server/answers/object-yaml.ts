import { type ApiError, nextStep } from '@/lib/cluster/api-error'
import type { ObjectPlace } from '@/lib/cluster/object-reader'
import { redactObject } from '@/lib/kubernetes/redact'
import { resources } from '@/lib/kubernetes/resources'
import { toYaml } from '@/lib/kubernetes/yaml'
import { problem } from '../problem'
import type { OpenContext, Switchboard } from '../switchboard'
import { contextOf } from './context-of'

/** What stands in the address; `namespace` is absent for what has none. */
export interface Asked {
  readonly namespace?: string
  /** Plural name as in the API's own path. */
  readonly resource: string
  /** `NAME.yaml` */
  readonly file: string
}

/** Milliseconds until an API server that is silent is given up: somebody waits before an empty sheet. */
const PATIENCE = 10_000
/** UTF-16 units. etcd holds objects of at most 1.5 MiB by default; as YAML they grow by their indentation. */
const MOST = 8 * 1024 * 1024

/**
 * `GET /api/namespaces/NS/RESOURCE/NAME.yaml` and `/api/cluster/RESOURCE/NAME.yaml`: one object as the API server has it
 * now, redacted as `redactObject` promises. Only resources of the table can be asked for, Secrets and ConfigMaps are
 * none of them, and nothing but a valid name reaches the address upstream.
 */
export async function answerObjectYaml(
  request: Request,
  switchboard: Switchboard,
  asked: Asked,
  patience = PATIENCE,
): Promise<Response> {
  const place = placeOf(asked)
  if (place instanceof Response) return place
  const found = contextOf(request, switchboard)
  if (!found.ok) return found.error
  const context = found.value
  const late = AbortSignal.timeout(patience)
  const read = await context.readObject(place, AbortSignal.any([request.signal, late]))
  if (!read.ok) {
    const server = switchboard.contexts.find(({ name }) => name === context.name)?.server ?? 'the API server'
    return refused(read.error, place, context, server)
  }
  const text = toYaml(redactObject(read.value))
  if (text.length > MOST) return refused({ type: 'tooLarge', message: '' }, place, context, '')
  return new Response(text, { headers: { 'Content-Type': 'application/yaml', 'Cache-Control': 'no-store' } })
}

const namespaced = resources.filter((resource) => resource.namespaced)
const clusterWide = resources.filter((resource) => !resource.namespaced)

function placeOf({ namespace, resource: plural, file }: Asked): ObjectPlace | Response {
  const table = namespace === undefined ? clusterWide : namespaced
  const resource = table.find((each) => each.plural === plural)
  if (resource === undefined)
    return problem(
      404,
      `Switchboard reads no such resource ${namespace === undefined ? 'of the cluster' : 'in a namespace'}. It reads ${table.map((each) => each.plural).join(', ')}; Secrets and ConfigMaps never.`,
    )
  if (!file.endsWith('.yaml')) return problem(404, `An object is at /${plural}/NAME.yaml.`)
  const name = file.slice(0, -'.yaml'.length)
  if (!isSubdomain(name) || (namespace !== undefined && !isLabel(namespace)))
    return problem(
      400,
      'That is not a name of Kubernetes: lower-case letters, digits, "-" and "." make one (RFC 1123).',
    )
  return { resource, namespace: namespace ?? '', name }
}

/** apimachinery pkg/util/validation: IsDNS1123Label, which namespaces are held to. */
function isLabel(text: string): boolean {
  return text.length <= 63 && /^[a-z0-9]([-a-z0-9]*[a-z0-9])?$/.test(text)
}

/** apimachinery pkg/util/validation: IsDNS1123Subdomain, the widest that a resource of the table allows for its names. */
function isSubdomain(text: string): boolean {
  return text.length <= 253 && text.split('.').every((part) => /^[a-z0-9]([-a-z0-9]*[a-z0-9])?$/.test(part))
}

function refused(error: ApiError, { resource, namespace, name }: ObjectPlace, context: OpenContext, server: string) {
  const where = namespace === '' ? '' : ` in the namespace "${namespace}"`
  const kubectl = `kubectl --context ${context.name} get ${resource.plural}${namespace === '' ? '' : ` -n ${namespace}`}`
  switch (error.type) {
    case 'absent':
      return problem(404, `There is no ${resource.kind} "${name}"${where}. \`${kubectl}\` lists those that there are.`)
    case 'denied':
      return problem(
        403,
        `The cluster does not let Switchboard get ${resource.plural}${where}: ${error.message}. Ask for a role with get on ${resource.plural}.`,
      )
    case 'throttled':
      return problem(503, `The API server asks for patience: ${error.message}.`, {
        'Retry-After': String(Math.ceil(error.retryAfter / 1000)),
      })
    case 'tooLarge':
      return problem(502, `This ${resource.kind} is too large to show: \`${kubectl} ${name} -o yaml\` prints it.`)
    case 'aborted':
      return problem(
        504,
        `The API server has not answered in time. ${nextStep({ ...error, type: 'unreachable' }, server)}`,
      )
    default:
      return problem(502, `The API server gives no answer: ${error.message}. ${nextStep(error, server)}`)
  }
}
