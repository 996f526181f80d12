import { describe, expect, it } from 'vitest'
import type { ResourceState } from '@/lib/kubernetes/state'
import { grantLines, isPlainRefusal } from './grant'

const refused = (resource: string, user?: string): ResourceState => ({
  resource,
  namespace: '',
  status: 'denied',
  since: '2026-01-01T12:00:00Z',
  verb: 'list',
  ...(user === undefined
    ? {}
    : { reason: `${resource} is forbidden: User "${user}" cannot list resource "${resource}" in API group ""` }),
})

describe('what grants a refused read', () => {
  it('is a role in the one namespace that the page is about, and a binding to the user that was refused', () => {
    expect(grantLines([refused('endpointslices', 'ann')], 'shop')).toEqual([
      'kubectl create role switchboard-endpointslices -n shop --verb=get,list,watch --resource=endpointslices.discovery.k8s.io',
      'kubectl create rolebinding switchboard-endpointslices -n shop --role=switchboard-endpointslices --user=ann',
    ])
  })

  it('is a cluster role for the whole cluster, and for what has no namespace', () => {
    expect(grantLines([refused('pods')], undefined)[0]).toMatch(/^kubectl create clusterrole switchboard-pods --verb/)
    const lines = grantLines([refused('nodes'), refused('pods')], 'shop')
    expect(lines.map((line) => line.split(' ').slice(2, 4).join(' '))).toEqual([
      'clusterrole switchboard-nodes',
      'clusterrolebinding switchboard-nodes',
      'role switchboard-pods',
      'rolebinding switchboard-pods',
    ])
  })

  it('binds a service account as one, and leaves a name to fill in where the server named nobody', () => {
    expect(grantLines([refused('pods', 'system:serviceaccount:tools:switchboard')], undefined)[1]).toMatch(
      / --serviceaccount=tools:switchboard$/,
    )
    expect(grantLines([refused('pods')], undefined)[1]).toMatch(/ --user=NAME$/)
  })

  it('stays one word of the shell, whatever an address or a server says', () => {
    const [role, binding] = grantLines([refused('pods', "eve'; reboot #")], 'shop; reboot')
    expect(role).toContain(` -n 'shop; reboot' --verb`)
    expect(binding).toMatch(/ --user='eve'\\''; reboot #'$/)
  })

  it('knows a refusal that says nothing more from one with a reason of its own', () => {
    const plain = 'pods is forbidden: User "ann" cannot list resource "pods" in API group "" at the cluster scope'
    expect(isPlainRefusal(plain)).toBe(true)
    expect(isPlainRefusal(`${plain}: RBAC: role.rbac.authorization.k8s.io "x" not found`)).toBe(false)
  })
})
