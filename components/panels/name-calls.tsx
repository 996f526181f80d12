'use client'

import Link from 'next/link'
import { type ReactNode, useState } from 'react'
import { useRecord, useRecords } from '@/components/data/use-records'
import { Choice } from '@/components/ui/choice'
import { Command } from '@/components/ui/command'
import { Mark } from '@/components/ui/mark'
import { shellWord } from '@/components/ui/shell-word'
import { useAddresses, useAddressState } from '@/components/ui/use-address'
import { keyOf, parseKey } from '@/lib/kubernetes/key'
import type { Service } from '@/lib/kubernetes/record'
import type { ClientJson, NamesJson } from '@/lib/names/names-json'
import type { Call, Lookup } from '@/lib/names/search'
import { parseVantage } from '@/lib/traffic/vantage'
import styles from './names-sheet.module.css'
import table from './table.module.css'
import { type NamesText, useCalls } from './use-names'

/** What the checking pod runs: it holds nslookup and dig, and the documentation of Kubernetes uses it too. */
const IMAGE = 'registry.k8s.io/e2e-test-images/agnhost:2.63.0'

const code = (chunks: ReactNode) => <code>{chunks}</code>

/** What a client in a namespace, or a pod, makes of each way to write the Service's name. */
export function NameCalls({ service, t }: { readonly service: Service; readonly t: NamesText }) {
  const { from, options, choose } = useClient(service, t)
  const { names, failure } = useCalls(service, from)
  return (
    <section className={styles.part}>
      <header className={styles.head}>
        <h2>{t('calls')}</h2>
        <Choice label={t('client')} value={from} options={options} onChange={choose} />
      </header>
      {failure !== undefined ? (
        <p className={styles.words}>
          <Mark state="unknown" size={10} />
          <span role="status">{t('failed', { detail: failure || t('noAnswer') })}</span>
        </p>
      ) : names?.client === undefined || names.calls === undefined ? (
        <p className={styles.words} role="status">
          {t('reading')}
        </p>
      ) : (
        <Answered names={names} client={names.client} calls={names.calls} t={t} />
      )}
      <div className={styles.check}>
        <p>{t(from.startsWith('pod/') ? 'exec' : 'run')}</p>
        <Command lines={[checkOf(from, service.name)]} />
      </div>
    </section>
  )
}

/** Where the client stands: as the address says (`?client=`), else the pod that the page looks from, else next door. */
function useClient(service: Service, t: NamesText) {
  const [chosen, choose] = useAddressState('client')
  const [standing] = useAddressState('from')
  const namespaces = useRecords('Namespace')
  const vantage = standing === undefined ? undefined : parseVantage(standing)
  const pod = vantage?.type === 'pod' ? vantage : undefined
  const own = service.namespace
  const from = chosen ?? (pod === undefined ? own : `pod/${keyOf(pod)}`)
  const others = [...namespaces.values()].map(({ name }) => name).filter((name) => name !== own)
  const places = new Set([
    ...(pod === undefined ? [] : [`pod/${keyOf(pod)}`]),
    own,
    ...others.sort((a, b) => (a < b ? -1 : 1)),
    from,
  ])
  const options = [...places].map((value) => {
    const [first, namespace, name] = value.split('/')
    const text =
      first === 'pod' && namespace !== undefined && name !== undefined
        ? t('onePod', { namespace, name })
        : t('anyPod', { namespace: value })
    return { value, text }
  })
  return { from, options, choose }
}

function Answered({
  names,
  client,
  calls,
  t,
}: {
  readonly names: NamesJson
  readonly client: ClientJson
  readonly calls: readonly Call[]
  readonly t: NamesText
}) {
  const own = keyOf({ namespace: names.namespace, name: names.service })
  const pod = useRecord('Pod', keyOf({ namespace: client.namespace, name: client.pod ?? '' }))
  return (
    <>
      {client.clusterDns === null ? (
        <p className={styles.words}>
          <Mark state="unknown" size={10} />
          <span>{t.rich(pod === undefined ? 'unreadPod' : 'hostNetwork', { code })}</span>
        </p>
      ) : null}
      <p className={styles.verdict} role="status">
        <Verdict calls={calls} own={own} t={t} />
      </p>
      <section
        className={styles.whole}
        // biome-ignore lint/a11y/noNoninteractiveTabindex: a scrolling region needs a tab stop (WCAG 2.1.1).
        tabIndex={0}
        aria-label={t('calls')}
      >
        <table className={table.table} aria-label={t('calls')}>
          <thead>
            <tr>
              <th scope="col">{t('called')}</th>
              <th scope="col">{t('leads')}</th>
              <th scope="col">{t('before')}</th>
            </tr>
          </thead>
          <tbody>
            {calls.map((call) => (
              <CallRow key={call.called} call={call} own={own} t={t} />
            ))}
          </tbody>
        </table>
      </section>
    </>
  )
}

/** The shortest name that leads here, and where the plain one leads if that is elsewhere. */
function Verdict({ calls, own, t }: { readonly calls: readonly Call[]; readonly own: string; readonly t: NamesText }) {
  const plain = calls[0]
  if (plain === undefined) return null
  const end = plain.asked.at(-1)
  const short = plain.called
  if (end?.unknown) return t.rich('verdictUnknown', { short, code })
  const works = calls.find(({ asked }) => asked.at(-1)?.service === own)
  if (works === undefined) return t('noName')
  const { called } = works
  if (works === plain) return t.rich('enough', { called, code })
  if (end?.service === undefined) return t.rich('needs', { short, called, code })
  return t.rich('trap', { short, other: end.service, called, code })
}

function CallRow({ call, own, t }: { readonly call: Call; readonly own: string; readonly t: NamesText }) {
  const [open, setOpen] = useState(false)
  const end = call.asked.at(-1)
  const isAnswered = end?.service !== undefined || end?.unknown === true
  const inVain = isAnswered ? call.asked.slice(0, -1) : call.asked
  return (
    <>
      <tr data-called={call.called}>
        <th scope="row">{call.called}</th>
        <td className={table.words}>
          <Leads end={end} own={own} t={t} />
        </td>
        <td className={table.words}>
          {inVain.length === 0 ? (
            t('noNames')
          ) : (
            <button type="button" className={styles.unfold} aria-expanded={open} onClick={() => setOpen(!open)}>
              {t('names', { count: inVain.length })}
            </button>
          )}
        </td>
      </tr>
      {open ? (
        <tr>
          <td colSpan={3}>
            <ol className={styles.vain}>
              {inVain.map(({ name }) => (
                <li key={name}>{name}</li>
              ))}
            </ol>
          </td>
        </tr>
      ) : null}
    </>
  )
}

/** Whom the last name that is asked for leads to. */
function Leads({ end, own, t }: { readonly end: Lookup | undefined; readonly own: string; readonly t: NamesText }) {
  const service = end?.service
  const mark = end?.unknown ? 'unknown' : service === own ? 'ready' : service === undefined ? 'missing' : 'notReady'
  return (
    <span className={styles.leads}>
      <Mark state={mark} size={10} />
      <span>
        {end?.unknown
          ? t('notKnown')
          : service === undefined
            ? t('nobody')
            : service === own
              ? t('this')
              : t.rich('other', { service, link: (chunks) => <ServiceLink service={service}>{chunks}</ServiceLink> })}
      </span>
    </span>
  )
}

function ServiceLink({ service, children }: { readonly service: string; readonly children: ReactNode }) {
  const to = useAddresses()
  const { namespace, name } = parseKey(service)
  return (
    <Link href={to.service(namespace, name)} prefetch={false}>
      {children}
    </Link>
  )
}

/** The command that asks for a name where the client stands: in a pod of its own, or in the one that is meant. */
function checkOf(from: string, name: string): string {
  const [, namespace, pod] = from.split('/')
  const words =
    namespace !== undefined && pod !== undefined
      ? ['kubectl', 'exec', pod, '-n', namespace, '--', 'nslookup', name]
      : `kubectl run dns-check --rm -i -q --restart=Never -n ${from} --image=${IMAGE} -- nslookup`
          .split(' ')
          .concat(name)
  return words.map(shellWord).join(' ')
}
