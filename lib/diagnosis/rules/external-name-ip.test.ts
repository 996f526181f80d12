import { expect, it } from 'vitest'
import { aService } from '@/lib/topology/records.fixture'
import { findingsOf } from '../inquiry.fixture'
import { externalNameIp } from './external-name-ip'

const alias = (externalName: string) => aService('db', { type: 'ExternalName', externalName })

it('tells that an alias to an address has no record', () => {
  for (const address of ['192.0.2.1', 'fd00::1'])
    expect(findingsOf(externalNameIp, [alias(address)])).toMatchObject([{ severity: 'error', facts: { address } }])
})

it('is silent about names, those made of digits too', () => {
  for (const name of ['db.example.com', '1.example.com', '192.0.2', '192.0.2.1.nip.io'])
    expect(findingsOf(externalNameIp, [alias(name)])).toEqual([])
})
