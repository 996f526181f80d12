import { badRequest, unsupportedMediaType } from '../failure'
import type { JsonObject } from '../json'

/**
 * Reads what kubectl's typed commands send (`create deployment`, `create service`, …): Kubernetes' protobuf. Only the
 * messages below are known, and of them the fields that those commands fill; numbers from the generated.proto of
 * k8s.io/api and k8s.io/apimachinery v0.36.
 *
 * A field is `name=number:type`, a text where no type is given; `[]` repeats, `!` stands inline in JSON, and `?` marks a
 * pointer, whose zero is a value: all others are sent even when unset, and a zero means just that.
 */
const messages = parseMessages({
  ObjectMeta: 'name=1 generateName=2 namespace=3 labels=11:map annotations=12:map finalizers=14:text[]',
  LabelSelector: 'matchLabels=1:map',
  Namespace: 'metadata=1:ObjectMeta',
  ServiceAccount: 'metadata=1:ObjectMeta',
  ConfigMap: 'metadata=1:ObjectMeta data=2:map immutable=4:flag?',
  Service: 'metadata=1:ObjectMeta spec=2:ServiceSpec',
  ServiceSpec:
    'ports=1:ServicePort[] selector=2:map clusterIP=3 clusterIPs=18:text[] type=4 externalIPs=5:text[] ' +
    'sessionAffinity=7 loadBalancerIP=8 externalName=10 externalTrafficPolicy=11 publishNotReadyAddresses=13:flag ' +
    'ipFamilyPolicy=17 ipFamilies=19:text[] internalTrafficPolicy=22 trafficDistribution=23',
  ServicePort: 'name=1 protocol=2 port=3:int targetPort=4:IntOrString nodePort=5:int appProtocol=6',
  Deployment: 'metadata=1:ObjectMeta spec=2:DeploymentSpec',
  DeploymentSpec:
    'replicas=1:int? selector=2:LabelSelector template=3:PodTemplateSpec strategy=4:DeploymentStrategy ' +
    'minReadySeconds=5:int revisionHistoryLimit=6:int? paused=7:flag',
  DeploymentStrategy: 'type=1 rollingUpdate=2:RollingUpdateDeployment',
  RollingUpdateDeployment: 'maxUnavailable=1:IntOrString? maxSurge=2:IntOrString?',
  PodTemplateSpec: 'metadata=1:ObjectMeta spec=2:PodSpec',
  PodSpec:
    'containers=2:Container[] initContainers=20:Container[] restartPolicy=3 terminationGracePeriodSeconds=4:int? ' +
    'dnsPolicy=6 nodeSelector=7:map serviceAccountName=8 nodeName=10 hostNetwork=11:flag hostname=16 subdomain=17 ' +
    'schedulerName=19',
  Container:
    'name=1 image=2 command=3:text[] args=4:text[] workingDir=5 ports=6:ContainerPort[] env=7:EnvVar[] ' +
    'imagePullPolicy=14 restartPolicy=24',
  ContainerPort: 'name=1 hostPort=2:int containerPort=3:int protocol=4',
  EnvVar: 'name=1 value=2',
  Job: 'metadata=1:ObjectMeta spec=2:JobSpec',
  JobSpec: 'parallelism=1:int? completions=2:int? backoffLimit=7:int? template=6:PodTemplateSpec suspend=10:flag?',
  Ingress: 'metadata=1:ObjectMeta spec=2:IngressSpec',
  IngressSpec: 'ingressClassName=4 defaultBackend=1:IngressBackend tls=2:IngressTLS[] rules=3:IngressRule[]',
  IngressTLS: 'hosts=1:text[] secretName=2',
  IngressRule: 'host=1 ingressRuleValue=2:IngressRuleValue!',
  IngressRuleValue: 'http=1:HTTPIngressRuleValue',
  HTTPIngressRuleValue: 'paths=1:HTTPIngressPath[]',
  HTTPIngressPath: 'path=1 pathType=3 backend=2:IngressBackend',
  IngressBackend: 'service=4:IngressServiceBackend',
  IngressServiceBackend: 'name=1 port=2:ServiceBackendPort',
  ServiceBackendPort: 'name=1 number=2:int',
  DeleteOptions: 'gracePeriodSeconds=1:int? preconditions=2:Preconditions propagationPolicy=4 dryRun=5:text[]',
  Preconditions: 'uid=1 resourceVersion=2',
})

export const PROTOBUF = 'application/vnd.kubernetes.protobuf'

/** What stands before every message. Source: apimachinery runtime/serializer/protobuf. */
const PREFIX = Buffer.from([0x6b, 0x38, 0x73, 0x00])

interface Field {
  readonly name: string
  readonly type: string
  readonly repeated: boolean
  readonly inline: boolean
  readonly pointer: boolean
}

/**
 * The JSON of a protobuf body. Throws UnsupportedMediaType for a kind that is not known here, with a way round it;
 * BadRequest for bytes that are no message.
 */
export function decodeProtobuf(body: Buffer): JsonObject {
  if (!body.subarray(0, PREFIX.length).equals(PREFIX)) throw badRequest('the body is not Kubernetes protobuf')
  let typeMeta: Buffer = Buffer.alloc(0)
  let raw: Buffer = Buffer.alloc(0)
  for (const { number, value } of fieldsOf(body.subarray(PREFIX.length))) {
    if (number === 1 && Buffer.isBuffer(value)) typeMeta = value
    if (number === 2 && Buffer.isBuffer(value)) raw = value
  }
  const [apiVersion = '', kind = ''] = [1, 2].map((wanted) => {
    const found = [...fieldsOf(typeMeta)].find(({ number }) => number === wanted)
    return Buffer.isBuffer(found?.value) ? found.value.toString('utf8') : undefined
  })
  if (!messages.has(kind))
    throw unsupportedMediaType(`${PROTOBUF} of a ${kind}; add --dry-run=client -o yaml | kubectl apply -f -`)
  return { apiVersion, kind, ...decodeMessage(kind, raw) }
}

function decodeMessage(type: string, bytes: Buffer): JsonObject {
  const fields = messages.get(type)
  const result: Record<string, unknown> = {}
  for (const { number, value } of fieldsOf(bytes)) {
    const field = fields?.get(number)
    if (field === undefined) continue
    if (field.type === 'map' && Buffer.isBuffer(value)) {
      const [key, item] = entryOf(value)
      result[field.name] = { ...(result[field.name] as object | undefined), ...Object.fromEntries([[key, item]]) }
      continue
    }
    const decoded = decodeValue(field, value)
    if (field.inline) Object.assign(result, decoded)
    else if (field.repeated) result[field.name] = [...((result[field.name] as unknown[] | undefined) ?? []), decoded]
    else if (field.pointer || !isZero(decoded)) result[field.name] = decoded
  }
  return result
}

function decodeValue({ type }: Field, value: Buffer | bigint): unknown {
  if (type === 'text') return Buffer.isBuffer(value) ? value.toString('utf8') : ''
  if (type === 'int') return Buffer.isBuffer(value) ? 0 : Number(BigInt.asIntN(64, value))
  if (type === 'flag') return value === 1n
  if (!Buffer.isBuffer(value)) return undefined
  return type === 'IntOrString' ? decodeIntOrString(value) : decodeMessage(type, value)
}

/** Source: apimachinery util/intstr generated.proto: 0 is a number, 1 a text. */
function decodeIntOrString(bytes: Buffer): number | string {
  let isText = false
  let number = 0
  let text = ''
  for (const field of fieldsOf(bytes)) {
    if (field.number === 1) isText = field.value === 1n
    if (field.number === 2 && !Buffer.isBuffer(field.value)) number = Number(BigInt.asIntN(64, field.value))
    if (field.number === 3 && Buffer.isBuffer(field.value)) text = field.value.toString('utf8')
  }
  return isText ? text : number
}

function entryOf(bytes: Buffer): [key: string, value: string] {
  const texts = ['', '']
  for (const { number, value } of fieldsOf(bytes)) {
    if (Buffer.isBuffer(value) && (number === 1 || number === 2)) texts[number - 1] = value.toString('utf8')
  }
  return [texts[0] ?? '', texts[1] ?? '']
}

function isZero(value: unknown): boolean {
  return value === '' || value === 0 || value === false || value === undefined
}

/** The fields of one message, in wire order. Throws BadRequest where the bytes end too soon. */
function* fieldsOf(bytes: Buffer): Iterable<{ readonly number: number; readonly value: Buffer | bigint }> {
  let at = 0
  const varint = () => {
    let value = 0n
    for (let shift = 0n; shift < 70n; shift += 7n) {
      const byte = bytes[at++]
      if (byte === undefined) break
      value |= BigInt(byte & 0x7f) << shift
      if (byte < 0x80) return value
    }
    throw badRequest('the protobuf of the body is cut short')
  }
  const take = (length: number) => {
    if (length > bytes.length - at) throw badRequest('the protobuf of the body is cut short')
    at += length
    return bytes.subarray(at - length, at)
  }
  while (at < bytes.length) {
    const tag = varint()
    const number = Number(tag >> 3n)
    switch (tag & 7n) {
      case 0n:
        yield { number, value: varint() }
        break
      case 1n:
        take(8)
        break
      case 2n:
        yield { number, value: take(Number(varint())) }
        break
      case 5n:
        take(4)
        break
      default:
        throw badRequest('the protobuf of the body holds an unknown wire type')
    }
  }
}

function parseMessages(texts: Readonly<Record<string, string>>): ReadonlyMap<string, ReadonlyMap<number, Field>> {
  return new Map(
    Object.entries(texts).map(([message, text]) => [
      message,
      new Map(
        text.split(' ').map((each) => {
          const [name = '', rest = ''] = each.split('=')
          const [number, type = 'text'] = rest.split(':')
          const field = {
            name,
            type: type.replace(/\[\]|[!?]/, ''),
            repeated: type.endsWith('[]'),
            inline: type.endsWith('!'),
            pointer: type.endsWith('?'),
          }
          return [Number(number), field]
        }),
      ),
    ]),
  )
}
