package dev.onward.serving;

import dev.onward.http.RouteGroup;
import dev.onward.openapi.ApiPart;

/**
 * One capability of the application, such as a protocol.
 *
 * @param routes its part of the table of routes
 * @param api the operations that describe the routes
 * @param warmUp done in the background when the server is ready
 */
public record Slice(RouteGroup routes, ApiPart api, WarmUp warmUp) {

    /** A slice that needs no work in advance. */
    public Slice(RouteGroup routes, ApiPart api) {
        this(routes, api, WarmUp.NONE);
    }
}
