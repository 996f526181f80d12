import { describe, expect, it } from 'vitest'
import type { KubernetesRecord } from '@/lib/kubernetes/record'
import { aService } from '@/lib/topology/records.fixture'
import { findingsOf } from '../inquiry.fixture'
import { externalNameCluster } from './external-name-cluster'

const find = (externalName: string, others: readonly KubernetesRecord[] = []) =>
  findingsOf(externalNameCluster, [aService('db', { type: 'ExternalName', externalName }), ...others], {
    service: 'default/db',
  })
const target = aService('postgres', { namespace: 'data' })

describe('an alias that leads back into the cluster', () => {
  it('is a warning where its target is there, whatever the cluster calls its zone', () => {
    for (const name of [
      'postgres.data.svc.cluster.local',
      'postgres.data.svc.corp.example.',
      'p-0.postgres.data.svc.x',
    ])
      expect(find(name, [target])).toMatchObject([
        { severity: 'warning', facts: { target: 'data/postgres', missing: 0 } },
      ])
  })

  it('is an error where there is no such Service', () => {
    expect(find('postgres.data.svc.cluster.local')).toMatchObject([
      { severity: 'error', facts: { missing: 1 }, objects: [{ name: 'db' }, { kind: 'Service', name: 'postgres' }] },
    ])
  })

  it('says no more than it knows where Services cannot be read', () => {
    const alias = aService('db', { type: 'ExternalName', externalName: 'postgres.data.svc.cluster.local' })
    expect(findingsOf(externalNameCluster, [alias], { unread: ['services'] })).toEqual([])
  })

  it('is not seen in a name of the world', () => {
    expect(find('db.example.com')).toEqual([])
    expect(find('svc.example.com')).toEqual([])
  })
})
