/** An answer that is an error: thrown within the cluster, written as a metav1.Status. */
export class ApiFailure extends Error {
  readonly code: number
  readonly reason: string
  readonly details: Details | undefined

  constructor(code: number, reason: string, message: string, details?: Details) {
    super(message)
    this.code = code
    this.reason = reason
    this.details = details
  }
}

interface Details {
  readonly name?: string
  readonly group?: string
  readonly kind?: string
  readonly retryAfterSeconds?: number
  readonly causes?: readonly { readonly reason?: string; readonly message?: string; readonly field?: string }[]
}

interface Named {
  readonly plural: string
  readonly group: string
}

/** `pods`, or `deployments.apps`: how Kubernetes' own messages name a resource. */
function qualified(resource: Named): string {
  return resource.group === '' ? resource.plural : `${resource.plural}.${resource.group}`
}

function details(resource: Named, name: string): Details {
  return { name, kind: resource.plural, ...(resource.group === '' ? {} : { group: resource.group }) }
}

/** The metav1.Status of a failure. */
export function statusOf(failure: ApiFailure): object {
  return {
    kind: 'Status',
    apiVersion: 'v1',
    metadata: {},
    status: 'Failure',
    message: failure.message,
    reason: failure.reason,
    ...(failure.details === undefined ? {} : { details: failure.details }),
    code: failure.code,
  }
}

export const notFound = (resource: Named, name: string) =>
  new ApiFailure(404, 'NotFound', `${qualified(resource)} "${name}" not found`, details(resource, name))

export const noSuchPath = () => new ApiFailure(404, 'NotFound', 'the server could not find the requested resource')

export const alreadyExists = (resource: Named, name: string) =>
  new ApiFailure(409, 'AlreadyExists', `${qualified(resource)} "${name}" already exists`, details(resource, name))

export const conflict = (resource: Named, name: string, why: string) =>
  new ApiFailure(
    409,
    'Conflict',
    `Operation cannot be fulfilled on ${qualified(resource)} "${name}": ${why}`,
    details(resource, name),
  )

export const badRequest = (message: string) => new ApiFailure(400, 'BadRequest', message)

export const forbidden = (message: string) => new ApiFailure(403, 'Forbidden', message)

export const methodNotAllowed = () =>
  new ApiFailure(405, 'MethodNotAllowed', 'the server does not allow this method on the requested resource')

export const unsupportedMediaType = (type: string) =>
  new ApiFailure(415, 'UnsupportedMediaType', `the body of the request was in an unknown format: ${type}`)

export const tooLarge = (limit: number) =>
  new ApiFailure(413, 'RequestEntityTooLarge', `Request entity too large: limit is ${limit}`)

/** The version asked for is no longer, or the continue token is too old. */
export const expired = (message: string) => new ApiFailure(410, 'Expired', message)

/** Source: apiserver storage NewTooLargeResourceVersionError. */
export const versionTooLarge = (asked: string, current: number) =>
  new ApiFailure(504, 'Timeout', `Too large resource version: ${asked}, current: ${current}`, {
    causes: [{ reason: 'ResourceVersionTooLarge', message: 'Too large resource version' }],
    retryAfterSeconds: 1,
  })

/** One field that an object may not have, or must. */
export interface Fault {
  readonly field: string
  /** `Required value`, `Invalid value: "x": must be …` */
  readonly message: string
}

export const invalid = (kind: string, group: string, name: string, faults: readonly Fault[]) => {
  const texts = faults.map(({ field, message }) => `${field}: ${message}`)
  const list = texts.length === 1 ? texts[0] : `[${texts.join(', ')}]`
  return new ApiFailure(422, 'Invalid', `${kind}${group === '' ? '' : `.${group}`} "${name}" is invalid: ${list}`, {
    name,
    kind,
    ...(group === '' ? {} : { group }),
    causes: faults.map(({ field, message }) => ({
      reason: message.startsWith('Required') ? 'FieldValueRequired' : 'FieldValueInvalid',
      message,
      field,
    })),
  })
}
