import Samples

/// A date and a time of day in UTC, by the proleptic Gregorian calendar.
///
/// Source of the arithmetic: Howard Hinnant, *chrono-Compatible Low-Level Date Algorithms*, `civil_from_days`. Written
/// out because an export has a time in each of its lines, and Foundation makes a formatter's work of each.
struct CivilTime {
  let year: Int64
  let month: Int64
  let day: Int64
  let hour: Int64
  let minute: Int64
  let second: Int64
  let millisecond: Int64

  init(_ timestamp: Timestamp) {
    let (days, milliseconds) = timestamp.milliseconds.flooringDivision(by: 86_400_000)
    (hour, minute) = (milliseconds / 3_600_000, milliseconds / 60_000 % 60)
    (second, millisecond) = (milliseconds / 1000 % 60, milliseconds % 1000)
    // Years begin in March here, so that the day of a leap year is the last one; an era has 400 years.
    let (era, dayOfEra) = (days + 719_468).flooringDivision(by: 146_097)
    let yearOfEra = (dayOfEra - dayOfEra / 1460 + dayOfEra / 36_524 - dayOfEra / 146_096) / 365
    let dayOfYear = dayOfEra - (365 * yearOfEra + yearOfEra / 4 - yearOfEra / 100)
    let monthFromMarch = (5 * dayOfYear + 2) / 153
    day = dayOfYear - (153 * monthFromMarch + 2) / 5 + 1
    month = monthFromMarch < 10 ? monthFromMarch + 3 : monthFromMarch - 9
    year = yearOfEra + era * 400 + (month <= 2 ? 1 : 0)
  }
}

extension Int64 {
  /// The quotient rounded down, and what remains, which is not negative.
  fileprivate func flooringDivision(by divisor: Int64) -> (quotient: Int64, remainder: Int64) {
    let (quotient, remainder) = quotientAndRemainder(dividingBy: divisor)
    return remainder < 0 ? (quotient - 1, remainder + divisor) : (quotient, remainder)
  }
}
