import Logging
import NIOCore
import NIOHTTP1
import NIOSSL

/// Builds the pipeline of an accepted connection.
struct ConnectionSetup: Sendable {
  let limits: ServerLimits
  let tls: (@Sendable () -> NIOSSLServerHandler?)?
  let table: ConnectionTable
  let events: @Sendable (ServerEvent) -> Void
  let logger: Logger

  /// On the connection's event loop, before it is registered.
  /// - Returns: whether it is to be served. One that is not closes by itself.
  func prepare(_ channel: any Channel) throws -> Bool {
    switch table.admit(channel) {
    case .admitted(let slot):
      events(.accepted)
      channel.closeFuture.whenComplete { _ in table.remove(slot) }
      try addHandlers(to: channel, slot: slot)
      return true
    case .turnedAway:
      events(.turnedAway)
      channel.closeFuture.whenComplete { _ in table.removeTurnedAway() }
      try turnAway(channel)
      return false
    case .refused:
      events(.turnedAway)
      throw ChannelError.operationUnsupported
    }
  }

  private func turnAway(_ channel: any Channel) throws {
    // Nobody here can say it in TLS in time.
    guard tls == nil else { throw ChannelError.operationUnsupported }
    try channel.pipeline.syncOperations.addHandler(TurnedAwayHandler(linger: limits.lingerTimeout))
    try channel.syncOptions?.setOption(.autoRead, value: true)
  }

  private func addHandlers(to channel: any Channel, slot: ConnectionSlot) throws {
    let pipeline = channel.pipeline.syncOperations
    let outlet = StalledPeerHandler(timeout: limits.writeTimeout) { [events] in events(.stalled) }
    try pipeline.addHandler(outlet)
    if let tls {
      guard let handler = tls() else {
        events(.handshakeFailed)
        throw ChannelError.operationUnsupported
      }
      try pipeline.addHandler(PlainTextSniffer(events: events))
      try pipeline.addHandler(handler)
    }
    let gate = RequestGate(
      phase: RequestPhase(limits: limits, isTLS: tls != nil, now: .now()), slot: slot, logger: logger, events: events,
      abort: outlet.abort)
    outlet.mayWait = { [weak gate] in gate?.phase.isResponding ?? true }
    try pipeline.addHandler(gate)
    try pipeline.addHandler(HTTPResponseEncoder())
    try pipeline.addHandler(ByteToMessageHandler(HTTPRequestDecoder(limitConfiguration: parserLimits)))
    try pipeline.addHandler(ExchangeHandler(gate: gate, maxBody: limits.maxBody))
  }

  /// The gate has refused what is larger; these bound the trailers of a chunked body.
  private var parserLimits: NIOHTTPDecoderLimitConfiguration {
    var configuration = NIOHTTPDecoderLimitConfiguration()
    configuration.maxHeaderFieldSize = limits.maxHeaderBytes
    configuration.maxHeaderListSize = limits.maxHeaderBytes
    configuration.maxHeaderFieldCount = limits.maxHeaders
    return configuration
  }
}
