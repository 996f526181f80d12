import { TermsPage } from '@/components/panels/terms-page'

export default function Page() {
  return <TermsPage />
}
