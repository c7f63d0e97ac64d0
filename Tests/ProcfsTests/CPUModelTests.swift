import Procfs
import Testing

@Suite struct CPUModelTests {
  @Test(arguments: [
    ("processor\t: 0\nmodel\t\t: 85\nmodel name\t: Intel(R) Xeon(R)   CPU @ 2.00GHz\n", "Intel(R) Xeon(R) CPU @ 2.00GHz"),
    ("processor\t: 0\ncpu\t\t: POWER9 (raw), altivec supported\n", "POWER9 (raw), altivec supported"),
    ("processor\t: 0\nhart\t: 1\nuarch\t: sifive,u74-mc\n", "sifive,u74-mc"),
    ("processor\t: 0\nBogoMIPS\t: 50.00\nCPU implementer\t: 0x41\n", nil), ("", nil), ("model name\n: :\n", nil),
  ])
  func `The model is what the kernel calls it, if it does`(text: String, model: String?) {
    #expect(CPUModel.model(parsing: text) == model)
  }
}
