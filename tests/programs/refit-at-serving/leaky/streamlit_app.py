import joblib
import pandas as pd
import streamlit as st
from sklearn.preprocessing import LabelEncoder


@st.cache_resource
def load_model():
    return joblib.load("insurance_model.joblib")


st.title("Insurance cost")
age = st.number_input("Age", 18, 99)
smoker = st.selectbox("Smoker", ["yes", "no"])
region = st.selectbox("Region", ["north", "south"])
row = pd.DataFrame({"age": [age], "smoker": [smoker], "region": [region]})
for column in ["smoker", "region"]:
    row[column] = LabelEncoder().fit_transform(row[column])  # expect: refit-at-serving
if st.button("Predict"):
    st.write(load_model().predict(row)[0])
