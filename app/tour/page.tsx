import { TourPage } from '@/components/tour/tour-page'

export default function Page() {
  return <TourPage />
}
