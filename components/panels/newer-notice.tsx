'use client'

import { useEffect, useRef, useState } from 'react'
import { useTranslations } from 'use-intl'
import { useConnection } from '@/components/data/use-connection'
import { Button } from '@/components/ui/button'
import { isServerNewer } from '@/components/ui/newer-server'
import { Notice } from './notice'

/**
 * Says that the server is of another version than the page, and offers to load the page anew: asked whenever the stream
 * has come back, since a server that was replaced has been away. Nothing is loaded unasked: somebody may be reading.
 */
export function NewerNotice() {
  const t = useTranslations('failure')
  const { status } = useConnection()
  const wasLost = useRef(false)
  const [isNewer, setNewer] = useState(false)
  useEffect(() => {
    if (status === 'lost') wasLost.current = true
    if (status !== 'open' || !wasLost.current) return
    wasLost.current = false
    void isServerNewer().then(setNewer)
  }, [status])
  if (!isNewer) return null
  return (
    <Notice mark="stale" more={<Button onClick={() => window.location.reload()}>{t('reload')}</Button>}>
      {t('newer')}
    </Notice>
  )
}
