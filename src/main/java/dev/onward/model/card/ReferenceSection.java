package dev.onward.model.card;

import java.util.Optional;
import tools.jackson.databind.JsonNode;

/**
 * The card's section {@code reference}, which has a version of its own. A section of a newer version is kept as it is,
 * but its content is not read.
 */
public final class ReferenceSection {

    /** The version that this class reads and writes. */
    public static final int VERSION = 1;

    private final int version;
    private final Optional<Reference> content;
    private final Optional<JsonNode> newer;

    private ReferenceSection(int version, Optional<Reference> content, Optional<JsonNode> newer) {
        this.version = version;
        this.content = content;
        this.newer = newer;
    }

    /** A section of the present version. */
    public static ReferenceSection of(Reference content) {
        return new ReferenceSection(VERSION, Optional.of(content), Optional.empty());
    }

    static ReferenceSection newer(int version, JsonNode json) {
        return new ReferenceSection(version, Optional.empty(), Optional.of(json));
    }

    public int version() {
        return version;
    }

    /** The content; empty if the version is newer than {@link #VERSION}. */
    public Optional<Reference> content() {
        return content;
    }

    /** The JSON of a section that is newer than {@link #VERSION}. */
    Optional<JsonNode> newer() {
        return newer;
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof ReferenceSection section
                && version == section.version
                && content.equals(section.content)
                && newer.equals(section.newer);
    }

    @Override
    public int hashCode() {
        return 31 * version + content.hashCode();
    }

    @Override
    public String toString() {
        return "version " + version + ", " + content.map(Reference::toString).orElse("not read");
    }
}
