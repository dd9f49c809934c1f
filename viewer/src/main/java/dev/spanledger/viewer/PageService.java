// SPDX-License-Identifier: Apache-2.0
package dev.spanledger.viewer;

import com.linecorp.armeria.common.HttpData;
import com.linecorp.armeria.common.HttpHeaderNames;
import com.linecorp.armeria.common.HttpRequest;
import com.linecorp.armeria.common.HttpResponse;
import com.linecorp.armeria.common.HttpStatus;
import com.linecorp.armeria.common.MediaType;
import com.linecorp.armeria.common.ResponseHeaders;
import com.linecorp.armeria.server.HttpService;
import com.linecorp.armeria.server.ServiceRequestContext;
import java.nio.charset.StandardCharsets;
import java.util.UUID;

/** The page, the same until the server is another one. */
final class PageService implements HttpService {
  private final HttpData html;
  private final ResponseHeaders headers;

  PageService(Page page) {
    byte[] bytes = page.with("").getBytes(StandardCharsets.UTF_8);
    html = HttpData.wrap(bytes);
    headers =
        ResponseHeaders.builder(HttpStatus.OK)
            .contentType(MediaType.HTML_UTF_8)
            .set(HttpHeaderNames.ETAG, '"' + UUID.nameUUIDFromBytes(bytes).toString() + '"')
            .set(HttpHeaderNames.CONTENT_SECURITY_POLICY, page.policy())
            .set(HttpHeaderNames.CACHE_CONTROL, "private, no-cache")
            .build();
  }

  @Override
  public HttpResponse serve(ServiceRequestContext context, HttpRequest request) {
    String known = request.headers().get(HttpHeaderNames.IF_NONE_MATCH, "");
    return known.contains(headers.get(HttpHeaderNames.ETAG, "-"))
        ? HttpResponse.of(headers.toBuilder().status(HttpStatus.NOT_MODIFIED).build())
        : HttpResponse.of(headers, html);
  }
}
