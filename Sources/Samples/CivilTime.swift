/// A date and a time of day in UTC, by the proleptic Gregorian calendar.
///
/// Source of the arithmetic: Howard Hinnant, *chrono-Compatible Low-Level Date Algorithms*, `civil_from_days` and `days_from_civil`. Written
/// out because an export has a time in each of its lines, and Foundation makes a formatter's work of each.
package struct CivilTime: Hashable, Sendable {
  /// 0 is the year before the year 1.
  package let year: Int64
  /// From 1.
  package let month: Int64
  /// From 1.
  package let day: Int64
  /// From 0 to 23.
  package let hour: Int64
  /// From 0 to 59.
  package let minute: Int64
  /// From 0 to 59.
  package let second: Int64
  /// From 0 to 999.
  package let millisecond: Int64

  /// The date and time of an instant.
  package init(_ timestamp: Timestamp) {
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

  /// Days of a month from 1 to 12.
  static func days(in month: Int64, of year: Int64) -> Int64 {
    let isLeap = year.isMultiple(of: 4) && (!year.isMultiple(of: 100) || year.isMultiple(of: 400))
    return month == 2 ? (isLeap ? 29 : 28) : [4, 6, 9, 11].contains(month) ? 30 : 31
  }

  /// Days from 1970-01-01 to a date that exists.
  static func days(until year: Int64, _ month: Int64, _ day: Int64) -> Int64 {
    let (era, yearOfEra) = (month <= 2 ? year - 1 : year).flooringDivision(by: 400)
    let dayOfYear = (153 * ((month + 9) % 12) + 2) / 5 + day - 1
    return era * 146_097 + yearOfEra * 365 + yearOfEra / 4 - yearOfEra / 100 + dayOfYear - 719_468
  }
}

extension Int64 {
  /// The quotient rounded down, and what remains, which is not negative.
  fileprivate func flooringDivision(by divisor: Int64) -> (quotient: Int64, remainder: Int64) {
    let (quotient, remainder) = quotientAndRemainder(dividingBy: divisor)
    return remainder < 0 ? (quotient - 1, remainder + divisor) : (quotient, remainder)
  }
}
