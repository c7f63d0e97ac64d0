import LoopProbe
import Testing

@Suite struct FunctionNameTests {
  @Test(
    arguments: [
      (
        "Shop.Handler.channelRead(context: NIOCore.ChannelHandlerContext, data: NIOCore.NIOAny) -> ()", "Shop.Handler.channelRead"
      ),
      ("static Shop.Cart.total(of: [Shop.Item]) throws -> Swift.Double", "Shop.Cart.total"),
      ("Shop.(Handler in _0123456789ABCDEF0123456789ABCDEF).channelRead() -> ()", "Shop.Handler.channelRead"),
      ("Shop.(parse in _0123456789ABCDEF0123456789ABCDEF)(Swift.String) -> Swift.Int", "Shop.parse"),
      ("closure #1 @Sendable () -> () in Shop.run() -> ()", "closure #1 in Shop.run"),
      (
        "closure #2 () -> () in closure #1 (Swift.Int) -> (Swift.String) in Shop.run(in: Swift.Int) -> ()",
        "closure #2 in closure #1 in Shop.run"
      ),
      ("inner #1 (x: Swift.Int) -> () in Shop.outer() -> ()", "inner #1 in Shop.outer"),
      (
        "(3) await resume partial function for closure #1 @Sendable () async throws -> () in Shop.serve() async -> ()",
        "closure #1 in Shop.serve"
      ),
      ("(1) suspend resume partial function for Shop.Store.load(Swift.Int) async throws -> Swift.String", "Shop.Store.load"),
      ("generic specialization <Swift.Int, Shop.Row> of Shop.sum<A, B where A: Swift.Numeric>(A, B) -> A", "Shop.sum"),
      ("function signature specialization <Arg[0] = Dead> of Shop.Box.open<A>(A) -> ()", "Shop.Box.open"),
      ("merged generic specialization <Swift.Int> of static Shop.Box.make<A>() -> Shop.Box<A>", "Shop.Box.make"),
      ("partial apply forwarder for closure #1 () -> () in Shop.run() -> ()", "closure #1 in Shop.run"),
      (
        "protocol witness for NIOCore._ChannelInboundHandler.channelRead(context: NIOCore.ChannelHandlerContext, data: NIOCore.NIOAny) -> () in conformance Shop.Echo : NIOCore._ChannelInboundHandler in Shop",
        "Shop.Echo.channelRead"
      ),
      ("(extension in Shop):Swift.Array< where A == Shop.Item>.total() -> Swift.Double", "Shop.Array.total"),
      ("(extension in Shop):Foundation.Data.checksum.getter : Swift.UInt32", "Shop.Data.checksum.getter"),
      ("Shop.Cart.items.getter : [Shop.Item]", "Shop.Cart.items.getter"),
      ("Shop.Cart.init(for: Swift.String) -> Shop.Cart", "Shop.Cart.init"),
      ("static Shop.Item.< infix(Shop.Item, Shop.Item) -> Swift.Bool", "Shop.Item.< infix"),
      ("Shop.Cart.subscript.getter : (Swift.Int) -> Shop.Item", "Shop.Cart.subscript.getter"),
    ])
  func `A name without what a reader does not need`(demangled: String, text: String) {
    let name = FunctionName(demangled: demangled)
    #expect(name.text == text)
    #expect(name.module == "Shop")
  }

  @Test(
    arguments: [
      "reabstraction thunk helper from @escaping @callee_guaranteed () -> () to @escaping @callee_guaranteed () -> (@out ())",
      "outlined destroy of Shop.Item?", "value witness table for Shop.Item",
    ])
  func `What the compiler has made has no name`(demangled: String) {
    #expect(FunctionName(demangled: demangled).text.isEmpty)
  }

  @Test func `Of a name that is too long the end stays`() {
    let name = FunctionName(demangled: "Shop.\(String(repeating: "Very", count: 60))Long.handle() -> ()")
    #expect(name.text.count == 120)
    #expect(name.text.hasPrefix("…") && name.text.hasSuffix("Long.handle"))
  }

  @Test(arguments: [
    "", "(", "<", "closure #", " in ", "(extension in", "a in conformance ", "specialization <",
    "(1) await resume partial function for ",
  ])
  func `A name that is none does no harm`(text: String) {
    #expect(FunctionName(demangled: text).text.count <= 120)
  }
}
