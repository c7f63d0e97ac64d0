import Exposition
import Testing

@Suite struct NegotiationTests {
  @Test func `each format has its content type`() {
    #expect(ExpositionFormat.text.contentType == "text/plain; version=0.0.4; charset=utf-8")
    #expect(ExpositionFormat.openMetrics.contentType == "application/openmetrics-text; version=1.0.0; charset=utf-8")
    #expect(ExpositionFormat.openMetricsDraft.contentType == "application/openmetrics-text; version=0.0.1; charset=utf-8")
  }

  private static let om = "application/openmetrics-text"

  @Test(
    arguments: [
      // What scrapers send: Prometheus from 2.0 to 3, without and with protobuf; curl; browsers; Java.
      ("text/plain;version=0.0.4;q=1,*/*;q=0.1", .text),
      ("\(om); version=0.0.1,text/plain;version=0.0.4;q=0.5,*/*;q=0.1", .openMetricsDraft),
      ("\(om);version=1.0.0,\(om);version=0.0.1;q=0.75,text/plain;version=0.0.4;q=0.5,*/*;q=0.1", .openMetrics),
      ("\(om);version=1.0.0;q=0.5,\(om);version=0.0.1;q=0.4,text/plain;version=0.0.4;q=0.3,*/*;q=0.2", .openMetrics),
      (
        "\(om);version=1.0.0;escaping=allow-utf-8;q=0.6,\(om);version=0.0.1;q=0.5,"
          + "text/plain;version=1.0.0;escaping=allow-utf-8;q=0.4,text/plain;version=0.0.4;q=0.3,*/*;q=0.2", .openMetrics
      ),
      (
        "application/vnd.google.protobuf;proto=io.prometheus.client.MetricFamily;encoding=delimited;q=0.6,"
          + "\(om);version=1.0.0;escaping=allow-utf-8;q=0.5,\(om);version=0.0.1;q=0.4,"
          + "text/plain;version=1.0.0;escaping=allow-utf-8;q=0.3,text/plain;version=0.0.4;q=0.2,*/*;q=0.1", .openMetrics
      ),
      ("text/plain;version=0.0.4;q=0.5,\(om);version=1.0.0;q=0.4,*/*;q=0.2", .text),
      ("text/plain;version=1.0.0;escaping=allow-utf-8;q=0.6,text/plain;version=0.0.4;q=0.5,*/*;q=0.4", .text),
      ("*/*", .text),
      ("text/html,application/xhtml+xml,application/xml;q=0.9,image/avif,image/webp,*/*;q=0.8", .text),
      ("text/html, image/gif, image/jpeg, *; q=.2, */*; q=.2", .text),
      // Versions.
      (om, .openMetricsDraft),
      ("\(om);version=1.0.0", .openMetrics),
      ("\(om);version=0.0.1", .openMetricsDraft),
      ("\(om);version=\"1.0.0\"", .openMetrics),
      ("\(om);version=\"1\\.0.0\"", .openMetrics),
      ("\(om);version=2.0.0", .text),
      ("\(om);version=2.0.0,\(om);version=0.0.1;q=0.1", .openMetricsDraft),
      ("\(om);version=", .text),
      ("text/plain", .text),
      ("text/plain;version=1.0.0,\(om);version=1.0.0;q=0.1", .openMetrics),
      ("*/*;version=1.0.0", .openMetrics),
      // Other parameters, case and white space.
      ("\(om);charset=utf-8;version=1.0.0;escaping=dots", .openMetrics),
      ("\(om);version=1.0.0;escaping=something-new;x;=;;", .openMetrics),
      ("APPLICATION/OpenMetrics-Text;VERSION=1.0.0", .openMetrics),
      (" \t\(om) ; version = 1.0.0 ; q = 0.5 , text/plain;q=0.4", .openMetrics),
      ("\(om);note=\"a,b;version=9\\\";c\";version=1.0.0", .openMetrics),
      // Quality.
      ("\(om);version=1.0.0;q=0", .text),
      ("\(om);version=1.0.0;q=0,*/*", .text),
      ("text/plain;q=0,*/*", .openMetrics),
      ("text/plain;q=0,\(om);version=1.0.0;q=0,*/*;q=0.5", .openMetricsDraft),
      ("text/*;q=0,application/*", .openMetrics),
      ("text/plain;q=0", .text),
      ("*/*;q=0", .text),
      ("\(om);version=1.0.0;q=0.001,text/plain;q=0.0009", .openMetrics),
      ("text/plain,\(om);version=1.0.0;q=7", .text),
      ("\(om);version=1.0.0;q=7,text/plain", .openMetrics),
      ("\(om);version=1.0.0;q=-1,text/plain;q=0.1", .text),
      ("\(om);version=1.0.0;q=nan,text/plain;q=0.1", .text),
      ("\(om);version=1.0.0;q=high,text/plain;q=0.1", .text),
      ("\(om);version=1.0.0;q=,text/plain;q=0.1", .text),
      ("\(om);version=1.0.0;q=0.1;q=1,text/plain;q=0.5", .text),
      // The most specific range counts.
      ("application/*;q=0.1,*/*;q=0.5", .text),
      ("application/*,text/plain;q=0.5", .openMetrics),
      ("*/*;q=1,text/*;q=0.2,\(om);version=1.0.0;q=0.3", .openMetricsDraft),
      ("text/plain;q=0.1,text/plain;version=0.0.4;q=0.9,\(om);version=1.0.0;q=0.5", .text),
      ("\(om);q=0.9,\(om);version=0.0.1;q=0.1,text/plain;q=0.5", .text),
      // Ties.
      ("text/plain,\(om);version=1.0.0", .text),
      ("\(om);version=1.0.0,text/plain", .openMetrics),
      ("\(om);version=0.0.1,\(om);version=1.0.0", .openMetricsDraft),
      ("*/*,\(om);version=1.0.0", .text),
      ("application/*,*/*", .openMetrics),
      // Nothing that could be read, or given.
      ("", .text), (",,, ,", .text), (";;;", .text), ("/", .text), ("text", .text), ("text/", .text), ("text/plain/x", .text),
      ("*/plain", .text), ("application/json", .text), ("\"\(om);version=1.0.0", .text),
      ("text/plain;q=0,application/json", .text),
    ] as [(String, ExpositionFormat)])
  func `a client gets what it likes best`(_ accept: String, _ format: ExpositionFormat) {
    #expect(ExpositionFormat.negotiated(accept: [accept]) == format)
  }

  @Test func `several headers are one list`() {
    #expect(ExpositionFormat.negotiated(accept: []) == .text)
    #expect(ExpositionFormat.negotiated(accept: ["text/plain;q=0.5", "\(Self.om);version=1.0.0"]) == .openMetrics)
    #expect(ExpositionFormat.negotiated(accept: ["", "\(Self.om);version=1.0.0", "\(Self.om);version=0.0.1"]) == .openMetrics)
  }

  @Test(
    arguments: [
      ([], false), ([""], false), (["gzip"], true), (["GZIP"], true), (["x-gzip"], true), (["identity"], false), (["*"], true),
      (["deflate, br, zstd"], false), (["gzip, deflate, br"], true), (["deflate", "gzip"], true), (["gzip;q=0"], false),
      (["gzip;q=0.000"], false), (["gzip ; q=0.001"], true), (["gzip;q=0, *"], false), (["*, gzip;q=0"], false),
      (["*;q=0"], false),
      (["*;q=0, gzip"], true), (["identity;q=1, *;q=0"], false), (["identity;q=0"], false), (["gzip;q=x"], false),
      (["gzip;q=x, *"], true), (["gzipped"], false), (["*;q=0.5"], true), (["gzip;q=0", "*;q=1"], false), ([";gzip"], false),
      (["gzip;q=2"], true), (["gzip;q=-1"], false),
    ] as [([String], Bool)])
  func `gzip needs a word for it`(_ values: [String], _ isAllowed: Bool) {
    #expect(AcceptEncoding.allowsGzip(values) == isAllowed)
  }

  @Test(arguments: UInt64(1)...8)
  func `damaged headers never trap, and the answer is one of the formats`(_ seed: UInt64) {
    var random = LinearCongruence(state: seed)
    let pieces = [
      "text/plain", Self.om, "*/*", "application/*", "gzip", "*", ";", ",", "=", "\"", "\\", "/", "q=", "0.5", "1", "0",
      "version=",
      "1.0.0", "0.0.4", " ", "\t", "\r\n", "ä", "\u{0}", "e999", "-", "nan", "0x1p-3", "🦉",
    ]
    var answers: Set<ExpositionFormat> = []
    for _ in 0..<2000 {
      let headers = (0..<Int.random(in: 0...3, using: &random)).map { _ in
        var bytes = (0..<Int.random(in: 0...24, using: &random)).flatMap { _ in
          Array((pieces.randomElement(using: &random) ?? "").utf8)
        }
        for _ in 0..<Int.random(in: 0...2, using: &random) where !bytes.isEmpty {
          bytes[Int.random(in: bytes.indices, using: &random)] = UInt8.random(in: 0...255, using: &random)
        }
        return String(decoding: bytes, as: UTF8.self)
      }
      answers.insert(ExpositionFormat.negotiated(accept: headers))
      _ = AcceptEncoding.allowsGzip(headers)
    }
    #expect(answers.contains(.text))
  }

  @Test func `a header of a megabyte is read`() {
    let long = String(repeating: "application/json;q=0.1,", count: 50_000) + "\(Self.om);version=1.0.0"
    #expect(ExpositionFormat.negotiated(accept: [long]) == .openMetrics)
    #expect(ExpositionFormat.negotiated(accept: [String(repeating: "\"", count: 1_000_001)]) == .text)
  }
}
