package dev.onward.launch.jetty;

import dev.onward.settings.ContextAttributes;
import java.nio.ByteBuffer;
import java.util.Optional;
import java.util.concurrent.Executor;
import java.util.function.LongConsumer;
import java.util.function.LongSupplier;
import org.eclipse.jetty.io.Content;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.util.thread.Invocable;
import org.jspecify.annotations.Nullable;

/**
 * A request of which a first part of the body has been read already. Reading the rest fails if it arrives too slowly.
 */
final class PacedRequest extends Request.Wrapper {

    static final String TOO_SLOW = "the body was sent too slowly";

    private final Allowance allowance;
    private final LongSupplier minRate;
    private final Server server;
    private Content.@Nullable Chunk first;
    private boolean isEnded;

    /**
     * @param first what has been read of the body; null if nothing has
     * @param minRate in bytes per second
     * @param server what the application sees of the server
     */
    PacedRequest(
            Request request, Content.@Nullable Chunk first, Allowance allowance, LongSupplier minRate, Server server) {
        super(request);
        this.first = first;
        this.allowance = allowance;
        this.minRate = minRate;
        this.server = server;
    }

    /** What the server does for the application. */
    interface Server {

        /** Checks whether large responses should be sent asynchronously. */
        boolean sendsWithoutThread();

        /** Returns what runs the rest of the application's work; empty if this thread may block. */
        Optional<? extends Executor> handOver();

        /** @param limit the number of bytes to be read of the rest of the body after the response */
        void restLimit(long limit);
    }

    @Override
    public @Nullable Object getAttribute(String name) {
        return switch (name) {
            case ContextAttributes.ASYNC_RESPONSES -> server.sendsWithoutThread() ? true : null;
            case ContextAttributes.BODY_REST -> (LongConsumer) server::restLimit;
            case ContextAttributes.HAND_OVER -> server.handOver().orElse(null);
            default -> super.getAttribute(name);
        };
    }

    /** A chunk with these bytes. */
    static Content.Chunk chunk(ByteBuffer bytes, boolean isLast) {
        return isLast && !bytes.hasRemaining() ? Content.Chunk.EOF : Content.Chunk.from(bytes, isLast);
    }

    @Override
    public Content.@Nullable Chunk read() {
        if (first != null) {
            Content.Chunk chunk = first;
            first = null;
            isEnded = chunk.isLast() && !Content.Chunk.isFailure(chunk);
            return chunk;
        }
        if (isEnded) {
            return Content.Chunk.EOF;
        }
        Content.Chunk chunk = super.read();
        if (chunk != null && chunk.hasRemaining()) {
            allowance.transferred(chunk.remaining(), minRate.getAsLong());
        }
        return chunk;
    }

    @Override
    public void demand(Runnable callback) {
        long start = System.nanoTime();
        Runnable satisfied = () -> {
            allowance.waited(System.nanoTime() - start);
            callback.run();
        };
        TimedDemand.start(
                getWrapped(), Invocable.from(Invocable.getInvocationType(callback), satisfied), allowance.remaining());
    }
}
