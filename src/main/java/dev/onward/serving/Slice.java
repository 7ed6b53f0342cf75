package dev.onward.serving;

import dev.onward.http.RouteGroup;
import dev.onward.openapi.ApiPart;

/**
 * One capability of the application, such as a protocol.
 *
 * @param routes its part of the table of routes
 * @param api the operations that describe the routes
 */
public record Slice(RouteGroup routes, ApiPart api) {}
