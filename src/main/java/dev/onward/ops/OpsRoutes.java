package dev.onward.ops;

import dev.onward.http.ErrorFormat;
import dev.onward.http.RouteGroup;
import dev.onward.openapi.ApiPart;
import dev.onward.serving.Slice;
import java.util.List;
import java.util.stream.Stream;

/** Health, metrics and the OpenAPI document. */
public final class OpsRoutes {

    private OpsRoutes() {}

    public static Slice slice(Health health, Scrape scrape, ApiDocs docs, ErrorFormat errors) {
        return new Slice(
                new RouteGroup(
                        "/",
                        errors,
                        Stream.of(health.routes(), scrape.routes(), docs.routes())
                                .flatMap(List::stream)
                                .toList()),
                ApiPart.of(OpsRoutes.class),
                docs::warmUp);
    }
}
