import { noSuchPath } from '../failure'
import { apiVersionOf, type Resource, resources } from '../resources'

/**
 * As much of OpenAPI as kubectl asks for before it applies: which kinds there are, and that the server checks fields
 * itself (`fieldValidation`), so that kubectl needs no schema of its own. The kinds are described as free objects.
 */
export function openApiIndex(): object {
  const groupVersions = [...new Set(resources.map(apiVersionOf))]
  const paths = groupVersions.map((groupVersion) => {
    const path = rootOf(groupVersion).slice(1)
    return [path, { serverRelativeURL: `/openapi/v3/${path}` }]
  })
  return { paths: Object.fromEntries(paths) }
}

/** The document of `/openapi/v3/apis/apps/v1`. Throws NotFound for a group that is not served. */
export function openApiDocument(path: string): object {
  const root = path.slice('/openapi/v3'.length)
  const members = resources.filter((resource) => rootOf(apiVersionOf(resource)) === root)
  if (members.length === 0) throw noSuchPath()
  return {
    openapi: '3.0.0',
    info: { title: 'Kubernetes', version: 'v1.36.3' },
    paths: Object.fromEntries(members.map((resource) => [pathOf(root, resource), operations(resource)])),
    components: { schemas: Object.fromEntries(members.map((resource) => [schemaName(resource), schema(resource)])) },
  }
}

function rootOf(groupVersion: string): string {
  return groupVersion.includes('/') ? `/apis/${groupVersion}` : `/api/${groupVersion}`
}

function pathOf(root: string, { namespaced, plural }: Resource): string {
  return namespaced ? `${root}/namespaces/{namespace}/${plural}/{name}` : `${root}/${plural}/{name}`
}

function operations(resource: Resource): object {
  const query = (name: string) => ({ name, in: 'query', schema: { type: 'string', uniqueItems: true } })
  return {
    patch: {
      description: `partially update the specified ${resource.kind}`,
      parameters: [query('dryRun'), query('fieldManager'), query('fieldValidation')],
      'x-kubernetes-action': 'patch',
      'x-kubernetes-group-version-kind': kindOf(resource),
    },
  }
}

function kindOf({ group, version, kind }: Resource): object {
  return { group, version, kind }
}

function schemaName({ group, version, kind }: Resource): string {
  return `io.k8s.${group === '' ? 'core' : group}.${version}.${kind}`
}

function schema(resource: Resource): object {
  return {
    type: 'object',
    'x-kubernetes-group-version-kind': [kindOf(resource)],
    'x-kubernetes-preserve-unknown-fields': true,
  }
}
