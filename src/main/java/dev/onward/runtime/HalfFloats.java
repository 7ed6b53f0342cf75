package dev.onward.runtime;

import ai.onnxruntime.platform.Fp16Conversions;

/** Converts between float and the 16-bit formats FP16 (IEEE 754 binary16) and bfloat16, as bits in a short. */
public final class HalfFloats {

    private HalfFloats() {}

    public static short toFp16(float value) {
        return Fp16Conversions.floatToFp16(value);
    }

    public static float ofFp16(short bits) {
        return Fp16Conversions.fp16ToFloat(bits);
    }

    public static short toBf16(float value) {
        return Fp16Conversions.floatToBf16(value);
    }

    public static float ofBf16(short bits) {
        return Fp16Conversions.bf16ToFloat(bits);
    }
}
