'use client'

import { Mark, SeverityMark } from '@/components/ui/mark'
import { Term } from '@/components/ui/term'
import { code } from '@/components/ui/told'
import type { ServiceGraph } from '@/lib/topology/graph'
import { type PortChain, type PortGroup, portChains } from './port-chain'
import { SheetBar } from './sheet-bar'
import table from './table.module.css'
import { useKubectl } from './use-kubectl'
import { type SheetText, useSheetText } from './use-sheet-text'

/** Each port's way from the Service to the container: `http 80 → web → 8080 → api: web`. */
export function PortsSheet({ graph }: { readonly graph: ServiceGraph }) {
  const t = useSheetText()
  const kubectl = useKubectl()
  if (t === undefined) return null
  const { namespace, name } = graph.service
  const chains = portChains(graph)
  return (
    <div className={table.sheet}>
      <SheetBar t={t} command={kubectl('get', 'service', name, '-n', namespace, '-o', 'jsonpath={.spec.ports}')} />
      {chains.length === 0 ? (
        <p className={table.none}>{t('ports.none')}</p>
      ) : (
        <section
          className={table.scroll}
          // biome-ignore lint/a11y/noNoninteractiveTabindex: a scrolling region needs a tab stop (WCAG 2.1.1).
          tabIndex={0}
          aria-label={t('ports.label')}
        >
          <table className={`${table.table} ${table.tall}`} aria-label={t('ports.label')}>
            <thead>
              <tr>
                <th scope="col">
                  <Term id="portName">{t('ports.name')}</Term>
                </th>
                <th scope="col">
                  <Term id="port">{t('ports.servicePort')}</Term>
                </th>
                <th scope="col">
                  <Term id="targetPort">{t('ports.targetPort')}</Term>
                </th>
                <th scope="col">{t('ports.published')}</th>
                <th scope="col">{t('ports.inPods')}</th>
                <th scope="col">
                  <Term id="nodePort">{t('ports.nodePort')}</Term>
                </th>
                <th scope="col">{t('ports.appProtocol')}</th>
              </tr>
            </thead>
            <tbody>
              {chains.map((chain) => (
                <ChainRows
                  key={`${chain.port.name ?? ''}/${chain.port.protocol}/${chain.port.port}`}
                  chain={chain}
                  t={t}
                />
              ))}
            </tbody>
          </table>
        </section>
      )}
    </div>
  )
}

/** A row for each number that the port has in pods; the Service's own cells span them. */
function ChainRows({ chain: { port, groups, unresolved }, t }: { readonly chain: PortChain; readonly t: SheetText }) {
  const rows: readonly (PortGroup | undefined)[] = groups.length === 0 ? [undefined] : groups
  return rows.map((group, index) => (
    <tr key={group?.number ?? 'none'}>
      {index === 0 ? (
        <>
          <th scope="row" rowSpan={rows.length}>
            {port.name ?? '–'}
          </th>
          <td rowSpan={rows.length}>
            {port.port}/{port.protocol}
          </td>
          <td rowSpan={rows.length}>{port.targetPort}</td>
        </>
      ) : null}
      <td className={table.words}>
        {group === undefined ? (
          <span className={table.unresolved}>
            <Mark state="missing" size={10} />
            {t('ports.nowhere')}
          </span>
        ) : (
          t('ports.on', { port: String(group.number), count: group.endpoints })
        )}
      </td>
      <td className={`${table.words} ${table.lines}`}>
        {group?.declared.map(({ containers, pods }) => (
          <div key={containers}>{t.rich('ports.declared', { containers, count: pods, code })}</div>
        ))}
        {group !== undefined && group.undeclared > 0 ? (
          <div>{t('ports.undeclared', { count: group.undeclared })}</div>
        ) : null}
        {group !== undefined && group.unknown > 0 ? <div>{t('ports.podUnknown', { count: group.unknown })}</div> : null}
        {index === rows.length - 1 && unresolved > 0 ? (
          <div className={table.unresolved}>
            <Mark state="missing" size={10} />
            <span>{t.rich('ports.unresolved', { name: String(port.targetPort), count: unresolved, code })}</span>
          </div>
        ) : null}
        {index === rows.length - 1 && rows.length > 1 ? (
          <div className={table.unresolved}>
            <SeverityMark severity="info" size={10} />
            <span>{t.rich('ports.differs', { name: String(port.targetPort), code })}</span>
          </div>
        ) : null}
      </td>
      {index === 0 ? (
        <>
          <td rowSpan={rows.length}>{port.nodePort ?? '–'}</td>
          <td rowSpan={rows.length}>{port.appProtocol ?? '–'}</td>
        </>
      ) : null}
    </tr>
  ))
}
