package dev.onward.conformance;

import tools.jackson.databind.JsonNode;

/**
 * One request, and what its answer has to be.
 *
 * @param group the part of the protocol
 * @param name what the server does if it is met
 * @param source the section of the specification or of the extension; else who counts on it
 * @param extension the name by which servers list the extension that the case is about; else empty
 * @param request as in cases.json, with the names of the models put in
 * @param expected as in cases.json
 */
record Case(
        String group, String name, Level level, String source, String extension, JsonNode request, JsonNode expected) {

    @Override
    public String toString() {
        return group + ": " + name;
    }
}
