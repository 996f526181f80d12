import { readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import { parse, parseAllDocuments } from 'yaml'
import { type Resource, resources } from '@/lib/kubernetes/resources'

interface Role {
  readonly kind: string
  readonly metadata: { readonly name: string }
  readonly rules: readonly {
    readonly apiGroups: readonly string[]
    readonly resources: readonly string[]
    readonly verbs: readonly string[]
  }[]
}

const textOf = (name: string) => readFileSync(new URL(`../../deploy/${name}`, import.meta.url), 'utf8')
const roleOf = (name: string) => parse(textOf(name)) as Role

/** `verb group/plural` of all that a role grants. */
function granted({ rules }: Role): string[] {
  return rules
    .flatMap(({ apiGroups, resources, verbs }) =>
      apiGroups.flatMap((group) => resources.flatMap((plural) => verbs.map((verb) => `${verb} ${group}/${plural}`))),
    )
    .sort()
}

const asked = (table: readonly Resource[]) =>
  table.flatMap(({ group, plural }) => ['get', 'list', 'watch'].map((verb) => `${verb} ${group}/${plural}`)).sort()

describe('the roles of deploy/', () => {
  it('grant the whole cluster what is read of it, and nothing else', () => {
    expect(roleOf('role.yaml').kind).toBe('ClusterRole')
    expect(granted(roleOf('role.yaml'))).toEqual(asked(resources))
  })

  it('grant one namespace what is read in it, and nothing else', () => {
    expect(roleOf('role-for-a-namespace.yaml').kind).toBe('Role')
    expect(granted(roleOf('role-for-a-namespace.yaml'))).toEqual(
      asked(resources.filter(({ namespaced }) => namespaced)),
    )
  })

  it('name no secret, no configuration, no wildcard and no verb that writes', () => {
    for (const name of ['role.yaml', 'role-for-a-namespace.yaml'])
      expect(granted(roleOf(name)).join()).not.toMatch(/secrets|configmaps|\*|create|update|patch|delete|impersonate/)
  })

  it('are those that the examples bind', () => {
    const roles = ['role.yaml', 'role-for-a-namespace.yaml'].map(roleOf)
    const bindings = parseAllDocuments(textOf('bindings.yaml')).map((document) => document.toJS())
    expect(bindings.map(({ kind, roleRef }) => [kind, roleRef.kind, roleRef.name])).toEqual(
      roles.map(({ kind, metadata }) => [`${kind}Binding`, kind, metadata.name]),
    )
  })
})
