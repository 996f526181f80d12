import { noSuchPath } from '../failure'
import { apiVersionOf, type Resource, resources } from '../resources'

/** The version that the cluster says it has; fields as `kubectl version` reads them. */
export const version = {
  major: '1',
  minor: '36',
  gitVersion: 'v1.36.3+demo',
  gitCommit: '',
  gitTreeState: 'clean',
  buildDate: '2026-09-15T00:00:00Z',
  goVersion: '',
  compiler: '',
  platform: 'linux/amd64',
}

/** Reviews that are answered and not stored. */
export const reviews: readonly Resource[] = [
  { plural: 'selfsubjectaccessreviews', kind: 'SelfSubjectAccessReview' },
  { plural: 'selfsubjectrulesreviews', kind: 'SelfSubjectRulesReview' },
].map(({ plural, kind }) => ({
  plural,
  kind,
  singular: kind.toLowerCase(),
  group: 'authorization.k8s.io',
  version: 'v1',
  namespaced: false,
}))

const served = [...resources, ...reviews]
const groupVersions = [...new Set(served.map(apiVersionOf))]

/** Answers /api, /apis, /apis/GROUP, /api/v1 and /apis/GROUP/VERSION. Throws NotFound for another address. */
export function discover(path: string): object {
  const parts = path.split('/').filter((part) => part !== '')
  const [root, ...rest] = parts
  if (root === 'api' && rest.length === 0)
    return { kind: 'APIVersions', versions: ['v1'], serverAddressByClientCIDRs: [] }
  if (root === 'apis' && rest.length === 0)
    return {
      kind: 'APIGroupList',
      apiVersion: 'v1',
      groups: groups().map(({ kind: _, apiVersion: __, ...group }) => group),
    }
  if (root === 'apis' && rest.length === 1) {
    const group = groups().find(({ name }) => name === rest[0])
    if (group !== undefined) return group
  }
  const groupVersion = rest.join('/')
  if (groupVersions.includes(groupVersion) && (root === 'api') === (rest.length === 1))
    return resourceList(groupVersion)
  throw noSuchPath()
}

function groups() {
  const names = [...new Set(served.map(({ group }) => group))].filter((name) => name !== '')
  return names.map((name) => {
    const versions = groupVersions
      .filter((groupVersion) => groupVersion.startsWith(`${name}/`))
      .map((groupVersion) => ({ groupVersion, version: groupVersion.slice(name.length + 1) }))
    return { kind: 'APIGroup', apiVersion: 'v1', name, versions, preferredVersion: versions[0] }
  })
}

function resourceList(groupVersion: string): object {
  const members = served.filter((resource) => apiVersionOf(resource) === groupVersion)
  return { kind: 'APIResourceList', apiVersion: 'v1', groupVersion, resources: members.flatMap(describe) }
}

function describe(resource: Resource): object[] {
  const { plural, singular, namespaced, kind, shortNames, inAll, subresources = [] } = resource
  const verbs = reviews.includes(resource)
    ? ['create']
    : ['create', 'delete', 'get', 'list', 'patch', 'update', 'watch']
  return [
    {
      name: plural,
      singularName: singular,
      namespaced,
      kind,
      verbs,
      ...(shortNames === undefined ? {} : { shortNames }),
      ...(inAll ? { categories: ['all'] } : {}),
    },
    ...subresources.map((subresource) => ({
      name: `${plural}/${subresource}`,
      singularName: '',
      namespaced,
      ...(subresource === 'scale'
        ? { group: 'autoscaling', version: 'v1', kind: 'Scale' }
        : subresource === 'eviction'
          ? { group: 'policy', version: 'v1', kind: 'Eviction' }
          : { kind }),
      verbs: subresource === 'eviction' ? ['create'] : ['get', 'patch', 'update'],
    })),
  ]
}

/** Answers a review: in the demo cluster everybody may do everything. */
export function review(plural: string, body: object): object {
  const status =
    plural === 'selfsubjectaccessreviews'
      ? { allowed: true, reason: 'the demo cluster allows everything' }
      : {
          resourceRules: [{ verbs: ['*'], apiGroups: ['*'], resources: ['*'] }],
          nonResourceRules: [{ verbs: ['*'], nonResourceURLs: ['*'] }],
          incomplete: false,
        }
  return { ...body, status }
}
