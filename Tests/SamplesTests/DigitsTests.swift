import Samples
import Testing

@Suite struct DigitsTests {
  @Test(
    arguments: [
      (0, "0"), (-0.0, "0"), (1, "1"), (1.5, "1.5"), (1.234, "1.23"), (1.005, "1"), (12.34, "12.3"), (12.05, "12.1"),
      (123.4, "123"), (1234.5, "1235"), (1_234_567, "1234567"), (0.5, "0.5"), (0.25, "0.25"), (0.1234, "0.123"),
      (0.01, "0.01"), (0.0123, "0.012"), (0.001, "0.001"), (0.0014, "0.001"), (0.0016, "0.002"),
      // A value that rounding lifts to the next magnitude.
      (0.9994, "0.999"), (0.9996, "1"), (9.994, "9.99"), (9.996, "10"), (99.94, "99.9"), (99.96, "100"), (999.4, "999"),
      (999.6, "1000"),
      // Zeros that say something stay.
      (1.01, "1.01"), (1.1, "1.1"), (10.04, "10"), (100, "100"), (2000, "2000"), (0.101, "0.101"),
    ] as [(Double, String)])
  func `A number has three significant digits or three decimals, and no trailing zeros`(value: Double, text: String) {
    #expect(Digits.text(value) == text)
    if value != 0 { #expect(Digits.text(-value) == "-" + text) }
  }

  @Test(
    arguments: [
      (0.000_99, "< 0.001"), (1e-300, "< 0.001"), (-0.000_99, "> -0.001"), (-.leastNonzeroMagnitude, "> -0.001"),
      (999_999_999_999_999, "999999999999999"), (1e16, "1e+16"), (-1e16, "-1e+16"), (1e300, "1e+300"), (.infinity, "inf"),
      (-.infinity, "-inf"), (.nan, "nan"),
    ] as [(Double, String)])
  func `A number without such digits is told all the same`(value: Double, text: String) {
    #expect(Digits.text(value) == text)
  }

  @Test(
    arguments: [
      (0, "0 B"), (1, "1 B"), (512, "512 B"), (1023, "1023 B"), (1024, "1 KiB"), (1536, "1.5 KiB"), (-2048, "-2 KiB"),
      (1_047_552, "1023 KiB"), (1_048_576, "1 MiB"), (18_140_365, "17.3 MiB"), (260_046_848, "248 MiB"),
      (1_073_741_824, "1 GiB"), (5e9, "4.66 GiB"), (1_099_511_627_776, "1 TiB"), (1_125_899_906_842_624, "1024 TiB"),
      (0.5, "0.5 B"),
    ] as [(Double, String)])
  func `Bytes are told in the binary unit that suits`(value: Double, text: String) {
    #expect(Digits.bytes(value) == text)
  }
}
