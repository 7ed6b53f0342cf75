package dev.onward.serving;

import dev.onward.model.Model;
import java.io.IOException;

/**
 * Work that the first caller of a slice would otherwise wait for, such as loading classes. Done when the server is
 * ready, beside the first requests, which it must not delay. Has no visible effect.
 */
@FunctionalInterface
public interface WarmUp {

    /** Does nothing. */
    WarmUp NONE = () -> {};

    void run() throws IOException;

    /** The same with a model, which stays open meanwhile. */
    @FunctionalInterface
    interface WithModel {

        /** @param details of predictions of the model, without a limit of time */
        void run(Model model, OptionalDetails details) throws IOException;
    }
}
