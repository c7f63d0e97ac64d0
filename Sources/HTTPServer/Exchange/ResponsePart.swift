import NIOCore
import NIOHTTP1

/// A piece of a response on its way to the connection.
enum ResponsePart: Sendable {
  case head(HTTPResponseHead)
  case body(ByteBuffer)
  case end
}
