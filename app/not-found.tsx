import { NotFound } from '@/components/panels/not-found'

export default function Page() {
  return <NotFound />
}
