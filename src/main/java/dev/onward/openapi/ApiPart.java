package dev.onward.openapi;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.Map;
import tools.jackson.databind.json.JsonMapper;

/**
 * The OpenAPI part of a slice: the resource {@code openapi.json} beside its classes, and values for the placeholders in it.
 * {@code docs/architecture.md} describes the sections of the resource; {@link Template} describes its placeholders.
 * Immutable.
 */
public final class ApiPart {

    private static final String RESOURCE = "openapi.json";

    private final Map<String, Object> resource;
    private final ModelValues values;

    private ApiPart(Map<String, Object> resource, ModelValues values) {
        this.resource = resource;
        this.values = values;
    }

    /** The part of a slice whose operations are the same whatever the models are. */
    public static ApiPart of(Class<?> slice) {
        return of(slice, (model, key) -> Map.of());
    }

    /**
     * The part of a slice.
     *
     * @param slice a class beside which the resource is
     */
    public static ApiPart of(Class<?> slice, ModelValues values) {
        try (InputStream in = slice.getResourceAsStream(RESOURCE)) {
            if (in == null) {
                throw new IllegalStateException("expected " + RESOURCE + " beside " + slice);
            }
            return new ApiPart(JsonTree.asObject(JsonMapper.shared().readValue(in, Map.class)), values);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** One section of the resource; empty if it has none of this name. */
    Map<String, Object> section(String name) {
        return JsonTree.asObject(resource.getOrDefault(name, Map.of()));
    }

    ModelValues values() {
        return values;
    }
}
