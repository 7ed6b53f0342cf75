package dev.onward.annotate;

import ai.onnx.proto.OnnxMl.ModelProto;
import ai.onnx.proto.OnnxMl.StringStringEntryProto;
import com.google.protobuf.CodedInputStream;
import com.google.protobuf.CodedOutputStream;
import com.google.protobuf.WireFormat;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;

/** Changes the metadata of an ONNX file without parsing the rest of it. */
final class OnnxMetadata {

    private OnnxMetadata() {}

    /**
     * Adds or replaces one metadata entry; every other field keeps its bytes.
     *
     * @param model a valid ONNX file
     */
    static byte[] with(byte[] model, String key, String value) {
        try {
            ByteArrayOutputStream changed = new ByteArrayOutputStream(model.length + value.length() + 100);
            CodedInputStream fields = CodedInputStream.newInstance(model);
            int start = 0;
            for (int tag = fields.readTag(); tag != 0; tag = fields.readTag()) {
                boolean replaced = WireFormat.getTagFieldNumber(tag) == ModelProto.METADATA_PROPS_FIELD_NUMBER
                        && StringStringEntryProto.parseFrom(fields.readByteArray())
                                .getKey()
                                .equals(key);
                if (WireFormat.getTagFieldNumber(tag) != ModelProto.METADATA_PROPS_FIELD_NUMBER) {
                    fields.skipField(tag);
                }
                int end = fields.getTotalBytesRead();
                if (!replaced) {
                    changed.write(model, start, end - start);
                }
                start = end;
            }
            CodedOutputStream out = CodedOutputStream.newInstance(changed);
            out.writeMessage(
                    ModelProto.METADATA_PROPS_FIELD_NUMBER,
                    StringStringEntryProto.newBuilder()
                            .setKey(key)
                            .setValue(value)
                            .build());
            out.flush();
            return changed.toByteArray();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
