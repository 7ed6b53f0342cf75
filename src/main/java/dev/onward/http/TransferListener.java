package dev.onward.http;

/** Notified before and after everything that may wait for the client: reading its body, and sending its answer. */
public interface TransferListener {

    /** A listener that does nothing. */
    TransferListener NONE = new TransferListener() {
        @Override
        public void beforeTransfer() {}

        @Override
        public void afterTransfer(int bytes) {}
    };

    /** Called before a part of the body is read, and before an answer is sent. */
    void beforeTransfer();

    /**
     * Called afterwards, also after a failure.
     *
     * @param bytes of the body that were read
     */
    void afterTransfer(int bytes);
}
