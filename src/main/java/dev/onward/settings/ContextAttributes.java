package dev.onward.settings;

/**
 * What a launcher and the application tell each other, by attributes of the servlet context: each has its own class
 * loader, and texts are all that they share. In a foreign container nobody sets or reads them.
 */
public final class ContextAttributes {

    /**
     * Why the application cannot answer. A launcher that will tell it to its user sets it to an empty text beforehand;
     * otherwise the application logs it.
     */
    public static final String FAILURE = "dev.onward.failure";

    /** Is there as soon as the launcher is about to stop. */
    public static final String STOPPING = "dev.onward.stopping";

    private ContextAttributes() {}
}
