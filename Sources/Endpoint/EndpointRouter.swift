import Exposition
import HTTPTypes
package import Hummingbird

/// The routes.
package enum EndpointRouter {
  /// A router over the content; HEAD is answered wherever GET is.
  package static func make(_ content: EndpointContent) -> Router<BasicRequestContext> {
    let router = Router(context: BasicRequestContext.self, options: .autoGenerateHeadEndpoints)
    router.get("metrics") { _, _ in
      Response.bytes(content.metrics(), type: TextFormat.contentType)
    }
    router.get("-/healthy") { _, _ in Response.text("calcmon is healthy.\n") }
    router.get("-/ready") { _, _ in
      content.isReady()
        ? Response.text("calcmon is ready.\n")
        : Response.text("calcmon is not ready: no run has ended yet.\n", status: .serviceUnavailable)
    }
    router.get("api/v1/runs") { _, _ in Response.bytes(Array(try content.runs().utf8), type: "application/json") }
    router.get("runbooks/:name") { _, context in
      guard let text = Runbook.text(of: try context.parameters.require("name")) else { throw HTTPError(.notFound) }
      return Response.bytes(text, type: "text/markdown; charset=utf-8")
    }
    router.get("/") { _, _ in
      Response.bytes(Array(StatusPage.render(content.status()).utf8), type: "text/html; charset=utf-8")
    }
    return router
  }
}

extension Response {
  fileprivate static func bytes(_ bytes: [UInt8], type: String, status: HTTPResponse.Status = .ok) -> Response {
    Response(
      status: status,
      headers: [
        .contentType: type, .cacheControl: "no-store", .xContentTypeOptions: "nosniff",
        .contentSecurityPolicy: "default-src 'none'; style-src 'unsafe-inline'; frame-ancestors 'none'",
      ],
      body: ResponseBody(byteBuffer: ByteBuffer(bytes: bytes)))
  }

  fileprivate static func text(_ text: String, status: HTTPResponse.Status = .ok) -> Response {
    bytes(Array(text.utf8), type: "text/plain; charset=utf-8", status: status)
  }
}
