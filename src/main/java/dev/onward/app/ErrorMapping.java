package dev.onward.app;

import dev.onward.compute.OverloadedException;
import dev.onward.http.ErrorResponse;
import dev.onward.http.ErrorResponse.Position;
import dev.onward.model.NotTabularException;
import dev.onward.repository.NoSuchModelException;
import dev.onward.repository.NotReadyException;
import dev.onward.runtime.InvalidTensorException;
import dev.onward.table.InvalidInputException;
import dev.onward.table.SyntaxException;
import dev.onward.table.TooLargeException;
import java.util.Optional;

/** Maps exceptions of packages that do not depend on HTTP to errors. */
final class ErrorMapping {

    private final String contextPath;

    /** @param contextPath the path of the application on its server */
    ErrorMapping(String contextPath) {
        this.contextPath = contextPath;
    }

    /** The error for the caller; empty if the exception is an internal error. */
    Optional<ErrorResponse> map(Throwable thrown) {
        String message = String.valueOf(thrown.getMessage());
        if (thrown instanceof InvalidInputException e) {
            return Optional.of(ErrorResponse.of(e));
        } else if (thrown instanceof SyntaxException e) {
            return Optional.of(ErrorResponse.of(new Position(e.line(), e.column()), message));
        } else if (thrown instanceof TooLargeException) {
            return Optional.of(ErrorResponse.of(413, message));
        } else if (thrown instanceof NotTabularException) {
            return Optional.of(ErrorResponse.of(404, "this model does not accept tabular data: " + message));
        } else if (thrown instanceof InvalidTensorException) {
            return Optional.of(ErrorResponse.of(400, message));
        } else if (thrown instanceof NoSuchModelException) {
            return Optional.of(ErrorResponse.of(404, message).withHint("see " + contextPath + "/models"));
        } else if (thrown instanceof NotReadyException) {
            return Optional.of(ErrorResponse.of(503, message));
        } else if (thrown instanceof OverloadedException) {
            return Optional.of(ErrorResponse.overloaded(message));
        }
        return Optional.empty();
    }
}
