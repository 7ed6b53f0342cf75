package dev.onward.conformance;

/** How much a case weighs. */
enum Level {
    /** The specification says so. */
    REQUIRED("required by the specification"),
    /** An extension says so, and a server need not have it. */
    EXTENSION("extension"),
    /** No text says so, but clients count on it, or are better served by it. */
    RECOMMENDED("recommended");

    private final String title;

    Level(String title) {
        this.title = title;
    }

    String title() {
        return title;
    }
}
