package dev.onward.serving;

import dev.onward.http.RouteGroup;

/**
 * One capability of the application, such as a protocol.
 *
 * @param routes its rows of the table of routes
 */
public record Slice(RouteGroup routes) {}
