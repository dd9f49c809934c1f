// SPDX-License-Identifier: Apache-2.0
package dev.spanledger.viewer;

import com.linecorp.armeria.common.Cookie;
import com.linecorp.armeria.common.HttpHeaderNames;
import com.linecorp.armeria.common.HttpMethod;
import com.linecorp.armeria.common.HttpRequest;
import com.linecorp.armeria.common.HttpResponse;
import com.linecorp.armeria.common.HttpStatus;
import com.linecorp.armeria.common.RequestHeaders;
import com.linecorp.armeria.common.ResponseHeaders;
import com.linecorp.armeria.common.ResponseHeadersBuilder;
import com.linecorp.armeria.server.DecoratingHttpServiceFunction;
import com.linecorp.armeria.server.HttpService;
import com.linecorp.armeria.server.ServiceRequestContext;
import java.net.InetSocketAddress;
import org.jspecify.annotations.Nullable;

/**
 * Who may ask, and how: by the server's own name, from its own page or from none, with the token,
 * and reading only. Everything passes here, also what leads nowhere. The page itself is
 * everybody's; what it asks for is not.
 */
final class Gate implements DecoratingHttpServiceFunction {
  /** The one path that is posted to. */
  static final String MCP = "/mcp";

  /** The page itself, which says nothing of any trace: whoever has no token is told so by it. */
  private static final String PAGE = "/";

  private static final String NOTHING = "default-src 'none'; frame-ancestors 'none'";
  private static final String PARAMETER = "token";
  private static final String BEARER = "Bearer ";

  private final Token token;

  /** Another secret than the token, which only programs and the address have. */
  private final Token ofCookie;

  private final Hosts hosts;

  Gate(Token token, Hosts hosts) {
    this.token = token;
    this.ofCookie = token.ofCookie();
    this.hosts = hosts;
  }

  @Override
  public HttpResponse serve(HttpService behind, ServiceRequestContext context, HttpRequest request)
      throws Exception {
    return passed(behind, context, request).mapHeaders(Gate::secured);
  }

  private HttpResponse passed(
      HttpService behind, ServiceRequestContext context, HttpRequest request) throws Exception {
    try {
      RequestHeaders headers = request.headers();
      hosts.check(
          headers.authority(),
          headers.get(HttpHeaderNames.ORIGIN),
          isOpened(context, headers) ? null : headers.get(HttpHeaderNames.SEC_FETCH_SITE));
      checkMethod(context, request.method());
      if (context.path().equals(PAGE)) {
        boolean hasToken = context.queryParams().contains(PARAMETER);
        return hasToken ? admitted(context) : behind.serve(context, request);
      }
      if (!isKnown(context, headers)) {
        throw Refusal.noToken();
      }
      return behind.serve(context, request);
    } catch (Refusal e) {
      return Answers.refusal(e);
    }
  }

  /** Whether somebody follows a link to the page, which may stand anywhere. */
  private static boolean isOpened(ServiceRequestContext context, RequestHeaders headers) {
    return context.path().equals(PAGE) && "navigate".equals(headers.get("sec-fetch-mode"));
  }

  private static void checkMethod(ServiceRequestContext context, HttpMethod method) {
    if (context.path().equals(MCP)) {
      if (method != HttpMethod.POST) {
        throw Refusal.method("POST");
      }
    } else if (method != HttpMethod.GET && method != HttpMethod.HEAD) {
      throw Refusal.method("GET");
    }
  }

  private boolean isKnown(ServiceRequestContext context, RequestHeaders headers) {
    String authorization = headers.get(HttpHeaderNames.AUTHORIZATION);
    if (authorization != null && authorization.regionMatches(true, 0, BEARER, 0, BEARER.length())) {
      return token.is(authorization.substring(BEARER.length()).strip());
    }
    return !context.path().equals(MCP)
        && isFromOwnPage(headers)
        && ofCookie.is(ofCookie(context, headers));
  }

  /**
   * A browser gives the cookie to every server of this host, whatever the port: with the token of
   * none, and with what only the own page makes a browser say, it is of no use to their pages.
   */
  private static boolean isFromOwnPage(RequestHeaders headers) {
    String site = headers.get(HttpHeaderNames.SEC_FETCH_SITE);
    if (site != null) {
      return site.equals("same-origin");
    }
    // Neither old browsers nor those that ask without TLS by another host's name say it.
    String origin = headers.get(HttpHeaderNames.ORIGIN, headers.get(HttpHeaderNames.REFERER, ""));
    return Hosts.isAt(headers.authority(), origin);
  }

  private @Nullable String ofCookie(ServiceRequestContext context, RequestHeaders headers) {
    String name = cookieName(context);
    for (Cookie cookie : headers.cookies()) {
      if (cookie.name().equals(name)) {
        return cookie.value();
      }
    }
    return null;
  }

  /** The token in the address becomes a cookie, so that it is in no history and no screenshot. */
  private HttpResponse admitted(ServiceRequestContext context) {
    ResponseHeadersBuilder headers =
        ResponseHeaders.builder(HttpStatus.SEE_OTHER).set(HttpHeaderNames.LOCATION, "/");
    if (token.is(context.queryParam(PARAMETER))) {
      headers.set(
          HttpHeaderNames.SET_COOKIE,
          cookieName(context) + "=" + ofCookie.text() + "; Path=/api; HttpOnly; SameSite=Strict");
    }
    return HttpResponse.of(headers.build());
  }

  /** Cookies are the host's, whatever the port: two servers must not take each other's. */
  private static String cookieName(ServiceRequestContext context) {
    InetSocketAddress local = context.localAddress();
    return "spanledger-" + local.getPort();
  }

  private static ResponseHeaders secured(ResponseHeaders headers) {
    ResponseHeadersBuilder secured =
        headers.toBuilder()
            .set(HttpHeaderNames.X_CONTENT_TYPE_OPTIONS, "nosniff")
            .set(HttpHeaderNames.X_FRAME_OPTIONS, "DENY")
            .set(HttpHeaderNames.REFERRER_POLICY, "same-origin")
            .set("cross-origin-opener-policy", "same-origin")
            .set("cross-origin-resource-policy", "same-origin");
    if (!secured.contains(HttpHeaderNames.CONTENT_SECURITY_POLICY)) {
      secured.set(HttpHeaderNames.CONTENT_SECURITY_POLICY, NOTHING);
    }
    if (!secured.contains(HttpHeaderNames.CACHE_CONTROL)) {
      secured.set(HttpHeaderNames.CACHE_CONTROL, "no-store");
    }
    return secured.build();
  }
}
