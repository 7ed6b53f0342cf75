package dev.onward.web;

import dev.onward.model.NotTabularException;
import dev.onward.repository.NoSuchModelException;
import dev.onward.repository.NotReadyException;
import dev.onward.runtime.InvalidTensorException;
import dev.onward.settings.ContextAttributes;
import dev.onward.settings.Settings;
import dev.onward.table.InvalidInputException;
import dev.onward.table.SyntaxException;
import dev.onward.table.TooLargeException;
import jakarta.servlet.Filter;
import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletRequest;
import jakarta.servlet.ServletResponse;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;

/**
 * The one catch: whatever is thrown further in becomes a status and a body in the caller's format. The caller's faults
 * are told in full; ours are told by a number under which the log has the rest.
 */
final class ErrorFilter implements Filter {

    private static final Logger LOG = System.getLogger(ErrorFilter.class.getName());

    private static final long STRANGERS = 1 << 20;

    private final ErrorAnswers answers;
    private final Settings settings;

    ErrorFilter(ErrorAnswers answers, Settings settings) {
        this.answers = answers;
        this.settings = settings;
    }

    @Override
    public void doFilter(ServletRequest request, ServletResponse response, FilterChain chain) throws IOException {
        HttpServletRequest http = (HttpServletRequest) request;
        HttpServletResponse answer = (HttpServletResponse) response;
        begin(http, answer);
        try {
            chain.doFilter(request, response);
        } catch (Throwable thrown) {
            if (answer.isCommitted()) {
                Exchange.of(http).cut();
                // Mostly a client that left before it had its answer.
                LOG.log(
                        thrown instanceof IOException ? Level.DEBUG : Level.ERROR,
                        "request " + Exchange.of(http).id() + ": the answer was cut off",
                        thrown);
                throw new IOException("the answer was cut off", thrown);
            }
            ErrorAnswer error = explain(thrown, http);
            answer.reset();
            begin(http, answer);
            if (!Bodies.drain(http, worth(error))) {
                // The rest of the body would be taken for the next request.
                answer.setHeader("Connection", "close");
            }
            answers.write(error, http, answer);
        }
    }

    /** How much of a body is read for the sake of its sender, who would else not see the error: strangers have to be shorter. */
    private long worth(ErrorAnswer error) {
        return error.status() == 401 ? STRANGERS : error.status() < 500 ? settings.csvLimit() : settings.bodyLimit();
    }

    /** What every answer says. */
    static void begin(HttpServletRequest request, HttpServletResponse answer) {
        SecurityHeaders.set(answer);
        answer.setHeader(RequestId.HEADER, Exchange.of(request).id());
        if (request.getServletContext().getAttribute(ContextAttributes.STOPPING) != null) {
            // So that no client sends its next request just when the connection is closed.
            answer.setHeader("Connection", "close");
        }
    }

    private static ErrorAnswer explain(Throwable thrown, HttpServletRequest request) {
        if (thrown instanceof InvalidInputException e) {
            return ErrorAnswer.of(e);
        } else if (thrown instanceof SyntaxException e) {
            return ErrorAnswer.of(e);
        } else if (thrown instanceof TooLargeException e) {
            return ErrorAnswer.of(413, String.valueOf(e.getMessage()));
        } else if (thrown instanceof NotTabularException e) {
            // The model is there, but nothing that could be asked of it is.
            return ErrorAnswer.of(404, "this model cannot be asked rows of a table: " + e.getMessage());
        } else if (thrown instanceof InvalidTensorException e) {
            return ErrorAnswer.of(400, String.valueOf(e.getMessage()));
        } else if (thrown instanceof NoSuchModelException e) {
            String list = request.getContextPath() + ModelPath.MODELS;
            return ErrorAnswer.of(404, e.getMessage() + (ProtocolPath.matches(request) ? "" : "; see " + list));
        } else if (thrown instanceof NotReadyException e) {
            return ErrorAnswer.of(503, String.valueOf(e.getMessage()));
        } else if (thrown instanceof HttpException e) {
            return ErrorAnswer.of(e);
        }
        String id = Exchange.of(request).id();
        LOG.log(Level.ERROR, "request " + id + ": " + request.getMethod() + " " + request.getRequestURI(), thrown);
        return ErrorAnswer.of(500, "something went wrong on this side; the log has it under " + id);
    }
}
